import { UnexpectedAnswerError } from '../errors.ts';
import { readText } from '../http/body.ts';
import { parseJson } from '../http/json-values.ts';
import { path } from '../http/path.ts';
import type { HttpResponse } from '../http/transport.ts';
import { type Asking, askingAt, type Sender } from './invocation.ts';

/** An app that listens on the driver of a cluster. */
export interface DriverApp {
  readonly cluster: string;
  readonly port: number;
  /** The workspace's id. `0` stands for the workspace that is asked. */
  readonly org?: string;
  /** Of the app: `/v1/chat/completions`. Default `/`. */
  readonly path?: string;
}

/** Asks an app on a cluster's driver by way of the workspace, whose credentials the proxy checks. */
export const driverProxy = (
  sender: Sender,
  { cluster, port, org = '0', path: at = '/' }: DriverApp,
): Asking =>
  askingAt(
    sender,
    path`/driver-proxy-api/o/${org}/${cluster}/${port}` + (at === '/' ? '' : at),
    readAppAnswer,
  );

/** Asks an app at its own address, as on the driver itself. */
export const driverApp = (sender: Sender, at = '/'): Asking => askingAt(sender, at, readAppAnswer);

/**
 * Whatever an app says: JSON of any kind, else the text as it is.
 * @throws UnexpectedAnswerError for a page, which is the workspace's and not the app's
 */
async function readAppAnswer(response: HttpResponse): Promise<unknown> {
  const text = await readText(response);
  const value = parseJson(text);
  if (value !== undefined) return value;
  if (/^\s*<(?:!doctype|html)\b/i.test(text)) {
    throw new UnexpectedAnswerError(
      `the answer (${String(response.status)}) is an HTML page where the app's was expected`,
      { hint: 'check the cluster and the port: the app must listen there, and answer with JSON or text' },
    );
  }
  return text === '' ? undefined : text;
}
