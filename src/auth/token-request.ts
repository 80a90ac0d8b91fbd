import { ConnectionError, UnexpectedAnswerError } from '../errors.ts';
import { readJson, readText } from '../http/body.ts';
import { decodeError } from '../http/decode-error.ts';
import { isObject, nonEmpty, parseJson } from '../http/json-values.ts';
import { withRetry } from '../http/retry.ts';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.ts';
import type { ProviderServices } from './provider.ts';
import type { Token } from './token-cache.ts';

export interface TokenRequest {
  /** The URL of the token endpoint. */
  readonly endpoint: string;
  readonly form: Readonly<Record<string, string>>;
  /** The `Authorization` header, for clients that have a secret. */
  readonly authorization?: string;
  /** The error for a request that the endpoint refuses; `said` is why. */
  readonly refused: (said: string) => Error;
}

const maxBytes = 1024 * 1024;

/**
 * Asks a token endpoint (RFC 6749 §3.2).
 * @throws what `refused` makes for 400, 401 and 403, an ApiError for another status, an UnexpectedAnswerError without a token
 */
export async function requestToken(
  { endpoint, form, authorization, refused }: TokenRequest,
  { openTransport, clock }: Pick<ProviderServices, 'openTransport' | 'clock'>,
  signal: AbortSignal,
): Promise<Token> {
  const { origin, pathname, search } = new URL(endpoint);
  const transport = openTransport(origin);
  try {
    const request: HttpRequest = {
      method: 'POST',
      path: `${pathname}${search}`,
      headers: {
        accept: 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
      retry: 'read',
      timeouts: { inactivity: 30_000, total: 60_000 },
      signal,
    };
    const response = await transport.send(request);
    if (response.status !== 200) throw await refusal(request, response, refused);
    return parseToken(await readJson(response, { maxBytes }), clock.now());
  } finally {
    await transport.close();
  }
}

/** Asking for a token changes nothing, so that it is retried as a read is; for a minute at most. */
export const retryingTransport = (
  { openTransport, clock, random }: ProviderServices,
  origin: string,
): Transport => withRetry(openTransport(origin), { clock, random, budgetMs: 60_000 });

function parseToken(answer: unknown, now: number): Token {
  const fields = isObject(answer) ? answer : {};
  const value = nonEmpty(fields['access_token']);
  if (value === undefined)
    throw new UnexpectedAnswerError('the token endpoint answered without an access_token');
  // A number by the standard; some servers send it as a string.
  const seconds = Number(fields['expires_in']);
  return {
    type: nonEmpty(fields['token_type']) ?? 'Bearer',
    value,
    ...(fields['expires_in'] !== undefined && Number.isFinite(seconds)
      ? { expiresAt: now + seconds * 1000 }
      : {}),
  };
}

async function refusal(
  request: HttpRequest,
  response: HttpResponse,
  refused: TokenRequest['refused'],
): Promise<Error> {
  const text = await readText(response, { maxBytes });
  if (![400, 401, 403].includes(response.status)) return decodeError(request, response, text);
  const body = parseJson(text);
  const said = isObject(body)
    ? [nonEmpty(body['error']), nonEmpty(body['error_description'])].filter(Boolean).join(': ')
    : '';
  return refused(said || decodeError(request, response, text).message);
}

/** The scheme's name has no case (RFC 6750), which not every gateway knows: `bearer` is what many token endpoints say. */
export const authorizationOf = ({ type, value }: Token): string =>
  `${/^bearer$/i.test(type) ? 'Bearer' : type} ${value}`;

/** What follows the scheme in an `Authorization` header. */
export const tokenIn = (authorization: string): string => authorization.slice(authorization.indexOf(' ') + 1);

/** That no token could be had, and why. Not retried any more: that has been done. */
export function explainNoToken(error: unknown, host: string): unknown {
  if (!(error instanceof ConnectionError)) return error;
  const { code, message, hint, exitCode } = error;
  return new ConnectionError(code, `cannot get a token for ${host}: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
    exitCode,
    retryable: false,
    ambiguous: false,
  });
}
