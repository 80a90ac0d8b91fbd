import { ApiError, ConnectionError, ServectlError, UnexpectedAnswerError } from '../errors.ts';
import { readText } from '../http/body.ts';
import { parseJson } from '../http/json-values.ts';
import { path } from '../http/path.ts';
import type { HttpResponse } from '../http/transport.ts';
import { type Asking, askingAt, type Sender } from './invocation.ts';

/** An app that listens on a port, at `/` where no other path is named. */
export interface App {
  readonly port: number;
  /** `/v1/chat/completions`. */
  readonly path?: string;
}

/** An app on the driver of a cluster. */
export interface DriverApp extends App {
  readonly cluster: string;
  /** The workspace's id; `0`, the default, stands for the workspace that is asked. */
  readonly org?: string;
}

/** Asks an app on a cluster's driver by way of the workspace, whose credentials the proxy checks. */
export function driverProxy(sender: Sender, app: DriverApp): Asking {
  const { cluster, port, org = '0', path: at = '/' } = app;
  const place = `port ${String(port)} on the driver of cluster ${cluster}`;
  const check = `check that the cluster runs, that you may attach to it, and that the app listens on 0.0.0.0:${String(port)} of its driver`;
  return askingAt(
    explained(sender, place, { refused: check, missing: check, unavailable: check }),
    path`/driver-proxy-api/o/${org}/${cluster}/${port}` + (at === '/' ? '' : at),
    readAppAnswer,
  );
}

/** Asks an app at its own address, as on the driver itself. */
export function driverApp(sender: Sender, { port, path: at = '/' }: App): Asking {
  const hints: Hints = {
    refused: 'start the app there; the app of another machine is asked with --cluster-id',
    missing: 'an app answers there, but not at this path: name its own by --driver-path',
    unavailable: appFailed,
    redirected: 'name the path by --driver-path as the app has it, with a slash at the end or without',
  };
  return askingAt(explained(sender, `port ${String(port)} of this machine`, hints), at, readAppAnswer);
}

/** What to do where nothing listens, and where an answer says that nothing is there or able to answer. */
interface Hints {
  readonly refused: string;
  readonly missing: string;
  readonly unavailable: string;
  /** Absent where a redirect is not the app's. */
  readonly redirected?: string;
}

const appFailed = "the app itself failed: look at its output, or at the driver's log";

/** What neither the workspace nor the connection can know: that an app was meant, and where it should be. */
const explained = (sender: Sender, place: string, hints: Hints): Sender => ({
  async send(operation, options) {
    try {
      return await sender.send(operation, options);
    } catch (error) {
      if (error instanceof ConnectionError && error.code === 'CONNECTION_REFUSED') {
        throw error.advise(hints.refused);
      }
      if (error instanceof UnexpectedAnswerError && hints.redirected !== undefined) {
        throw error.advise(hints.redirected);
      }
      const hint = error instanceof ApiError ? hintFor(error.status, hints) : undefined;
      if (!(error instanceof ApiError) || hint === undefined) throw error;
      const { code, status, message, exitCode } = error;
      throw new ServectlError(code, `${place} answers ${String(status)}: ${message}`, exitCode, {
        cause: error,
        hint,
      });
    }
  },
});

function hintFor(status: number, { missing, unavailable }: Hints): string | undefined {
  if (status === 404) return missing;
  if ([502, 503, 504].includes(status)) return unavailable;
  return status >= 500 ? appFailed : undefined;
}

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
