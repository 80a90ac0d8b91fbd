import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { readText } from '../../http/body.ts';
import { decodeError } from '../../http/decode-error.ts';
import type { HttpResponse, Method } from '../../http/transport.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { readBody } from './body.ts';
import { readHeaders } from './headers.ts';
import { readPath } from './path.ts';

/** A request as the command line gives it. */
export interface ApiCall {
  readonly method: Method;
  readonly path: string;
  /** `Name: value` each. */
  readonly headers: readonly string[];
  /** JSON, `@FILE` or `-`. */
  readonly data: string | undefined;
}

/**
 * Sends the request through the workspace's transport, so with its credentials and retries, and prints the answer:
 * JSON laid out anew, everything else as it comes.
 * @throws ApiError for a status of 400 or more
 * @throws UsageError for a path outside the workspace, a header that is not the user's to set, a body that can't be one
 */
export async function callApi(context: Context, call: ApiCall): Promise<void> {
  const { method } = call;
  const path = readPath(call.path);
  const given = readHeaders(call.headers);
  if (call.data !== undefined && isRead(method)) {
    throw new UsageError(`a ${method} request has no body`, { hint: 'leave --data out, or use POST' });
  }
  const body = call.data === undefined ? undefined : await readBody(context, call.data, given);
  const headers = {
    accept: '*/*',
    ...(body && { 'content-type': 'application/json' }),
    ...given,
  };
  const transport = await context.transport();
  const sent = transport.send({ method, path, headers, ...(body && { body }), signal: context.signal });
  const response = await (isRead(method)
    ? sent
    : orUnknown(
        context,
        sent,
        `${method} ${path} may have been carried out`,
        'look at what it changes before you send it again',
      ));
  if (response.status >= 400) throw decodeError({ method, path }, response, await readText(response));
  await showAnswer(context, method, response);
}

const isRead = (method: Method): boolean => method === 'GET' || method === 'HEAD';

async function showAnswer(
  { results, notes }: Context,
  method: Method,
  response: HttpResponse,
): Promise<void> {
  notes.verbose(`HTTP ${response.status}`);
  if (method === 'HEAD') {
    await results.show(response.headers, {
      human: (headers) => [{ kind: 'fields', fields: Object.entries(headers) }],
      names: (headers) => Object.keys(headers),
    });
    return;
  }
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(response.headers['content-type'] ?? '');
  if (!isJson) {
    // Metrics, logs, event streams: a stream shows as it arrives.
    for await (const chunk of response.body) await results.bytes(chunk);
    return;
  }
  const text = await readText(response);
  const value = text.trim() === '' ? undefined : parse(text);
  if (value === undefined) {
    await results.text(text);
    return;
  }
  await results.show(value, {
    human: () => [{ kind: 'text', text: JSON.stringify(value, null, 2) }],
    names: () => [JSON.stringify(value)],
  });
}

/** What calls itself JSON and is none is printed as it came. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
