import { isObject, nonEmpty } from './json-values.ts';

/** What went wrong, as a body or a frame of a 200 answer tells it. */
export interface BodyError {
  readonly code?: string;
  readonly message: string;
}

/**
 * The error that an answer with a good status carries inside, if it carries one. A stream has sent its 200 long before
 * it fails, and agents report failures in the body. Forms seen: `{"error":{…}}`, `{"error":"text"}`,
 * `{"error_code","message"}`, `{"type":"error","message"}`, `{"type":"response.failed","response":{"error":{…}}}`.
 * A null or empty `error`, as whole answers carry it, is no error.
 */
export function bodyError(body: unknown): BodyError | undefined {
  if (!isObject(body)) return undefined;
  if (body['error']) return describe(body['error'], body['error_code']);
  if (typeof body['error_code'] === 'string') return describe(body, body['error_code']);
  if (body['type'] === 'error') return describe(body, body['code']);
  if (body['type'] === 'response.failed' && isObject(body['response'])) {
    return describe(body['response']['error'], undefined);
  }
  return undefined;
}

function describe(error: unknown, outerCode: unknown): BodyError {
  const inner = isObject(error) ? error : {};
  const code = nonEmpty(outerCode) ?? nonEmpty(inner['code']) ?? nonEmpty(inner['type']);
  const message =
    nonEmpty(error) ?? nonEmpty(inner['message']) ?? `no reason given: ${JSON.stringify(error)}`;
  return code === undefined ? { message } : { code, message };
}
