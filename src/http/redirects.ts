import { ApiError, UnexpectedAnswerError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/**
 * Redirects are never followed: no call of the API answers with one, and following would carry credentials to wherever
 * it points. What a redirect means is said instead, without the path and query of its target, which may hold secrets.
 *
 * @throws ApiError `PRIVATE_LINK_VALIDATION_ERROR` where a workspace behind a private link sends to its login page
 * @throws UnexpectedAnswerError for every other redirect
 */
export function refuseRedirect(request: HttpRequest, response: HttpResponse, origin: string): void {
  if (response.status < 300 || response.status >= 400 || response.status === 304) return;
  const target = parseLocation(response.headers['location'], origin);
  const { host } = new URL(origin);
  if (target?.pathname === '/login.html' && target.search.includes('error=private-link-validation-error')) {
    throw new ApiError(
      {
        status: 403,
        code: 'PRIVATE_LINK_VALIDATION_ERROR',
        message: `${host} can be reached through its private link only`,
        hint: 'run this from a network that the private link (AWS PrivateLink, Azure Private Link, Private Service Connect) reaches',
        method: request.method,
        path: request.path,
      },
      ExitCode.auth,
      false,
    );
  }
  const where =
    target === undefined
      ? 'elsewhere'
      : target.host === host
        ? 'to another page of its own'
        : `to ${target.host}`;
  throw new UnexpectedAnswerError(
    `${host} answered ${request.method} with a redirect ${where} (${String(response.status)})`,
    {
      hint: 'redirects are not followed; check the host (DATABRICKS_HOST, or the profile): it may be a login page or a proxy that answers',
    },
  );
}

function parseLocation(location: string | undefined, origin: string): URL | undefined {
  return location !== undefined && URL.canParse(location, origin) ? new URL(location, origin) : undefined;
}
