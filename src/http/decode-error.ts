import { ApiError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { classify } from './error-classes.ts';
import { parseErrorBody } from './error-body.ts';
import { isObject, nonEmpty } from './json-values.ts';
import { type InnerError, parseInnerError } from './provider-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/** The caller's own credentials are good: the request came as far as the model provider. */
const providerRefused =
  'the model provider refused, not the workspace: check the secret that the endpoint refers to, and what its key may do';

const bodyLimit = 64 * 1024;

/**
 * The error that an answer with a status of 400 or more stands for. Texts are the server's own, control characters and
 * all: whoever writes them to a terminal escapes them.
 *
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export function decodeError(
  request: Pick<HttpRequest, 'method' | 'path'>,
  response: Pick<HttpResponse, 'status' | 'headers'>,
  bodyText: string,
  now: number = Date.now(),
): ApiError {
  const { status, headers } = response;
  const { code, message, details } = parseErrorBody(bodyText, status);
  const inner = parseInnerError(message);
  const kind = classify({ ...outermost(inner, status, code), message, guardrail: inner?.guardrail ?? false });
  const { exitCode, retryable } = kind;
  const hint = inner?.provider && exitCode === ExitCode.auth ? providerRefused : kind.hint;
  const requestId = requestIdOf(details) ?? headers['x-request-id'] ?? headers['x-databricks-request-id'];
  const wait = retryAfterMs(headers, details, now);
  return new ApiError(
    {
      status,
      code,
      message: inner?.message ?? message,
      details,
      body: bodyText.slice(0, bodyLimit),
      method: request.method,
      path: request.path,
      ...(hint === undefined ? {} : { hint }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      ...(inner?.provider === undefined ? {} : { provider: inner.provider }),
    },
    exitCode,
    retryable,
  );
}

/** Serving passes on a provider's refusal, its limit and its failure as a bad request: the provider's own status counts. */
function outermost(inner: InnerError | undefined, status: number, code: string) {
  const own = inner?.provider?.status ?? 0;
  return own === 401 || own === 403 || own === 429 || own >= 500
    ? { status: own, code: '' }
    : { status, code };
}

function requestIdOf(details: readonly unknown[]): string | undefined {
  for (const detail of details) {
    if (isObject(detail) && String(detail['@type']).endsWith('google.rpc.RequestInfo')) {
      return nonEmpty(detail['request_id']) ?? nonEmpty(detail['requestId']);
    }
  }
  return undefined;
}
