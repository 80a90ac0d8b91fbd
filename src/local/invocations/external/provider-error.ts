import { ApiFault, type FaultStatus } from '../../http/api-fault.ts';

/**
 * What the caller is told of a provider's refusal. The status stays where it says the same to both sides. A provider that
 * takes no credentials of ours (401) has nothing against the caller's, so that becomes 403, which no client answers with
 * a new token.
 */
function faultFor(status: number): readonly [FaultStatus, string] {
  switch (status) {
    case 401:
    case 403:
      return [403, 'PERMISSION_DENIED'];
    case 404:
      return [404, 'RESOURCE_DOES_NOT_EXIST'];
    case 408:
    case 504:
      return [504, 'DEADLINE_EXCEEDED'];
    case 413:
      return [413, 'INVALID_PARAMETER_VALUE'];
    case 429:
      return [429, 'REQUEST_LIMIT_EXCEEDED'];
    case 503:
      return [503, 'TEMPORARILY_UNAVAILABLE'];
    default:
      if (status >= 400 && status < 500) return [400, 'BAD_REQUEST'];
      return [status === 500 ? 500 : 502, 'INTERNAL_ERROR'];
  }
}

/**
 * A provider's refusal in the form that Databricks gives it: `message` is itself JSON text,
 * `{"external_model_provider", "external_model_error"}`, with the provider's body inside.
 * @param body what the provider said, already without secrets
 */
export function providerFault(provider: string, status: number, body: string, retryAfter?: string): ApiFault {
  const [mapped, code] = faultFor(status);
  const message = JSON.stringify({
    external_model_provider: provider,
    external_model_error: parsed(body) ?? { error: { message: body, code: status } },
  });
  return new ApiFault(
    mapped,
    code,
    message,
    retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } },
  );
}

function parsed(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `text` without the credential, should a provider say it back: as it is, or escaped inside JSON. */
export const scrub = (text: string, secret: string | undefined): string =>
  secret === undefined
    ? text
    : text.replaceAll(secret, '[REDACTED]').replaceAll(JSON.stringify(secret).slice(1, -1), '[REDACTED]');
