import { integer, list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { EndpointRecord, EntityRecord, RateLimitRecord } from '../store/records.ts';

const rateLimit = message({
  calls: integer,
  tokens: integer,
  key: text,
  principal: text,
  renewal_period: text,
});

export const gatewayRateLimits = list(rateLimit);

/** The deprecated limits beside the gateway count calls alone, of the endpoint or of each user. */
export const legacyRateLimits = list(message({ calls: integer, key: text, renewal_period: text }));

const keys = ['endpoint', 'user', 'user_group', 'service_principal'];

/** @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readGatewayRateLimits(sent: Decoded<typeof gatewayRateLimits>): readonly RateLimitRecord[] {
  return sent.map((limit) => {
    const { calls, tokens, key = 'endpoint', principal } = limit;
    if (calls === undefined && tokens === undefined) {
      throw invalidParameter("A rate limit must set 'calls' or 'tokens'.");
    }
    requireAmount(calls, 'calls');
    requireAmount(tokens, 'tokens');
    requireKey(key, keys);
    if (key === 'endpoint' && principal !== undefined) {
      throw invalidParameter("A rate limit with the key 'endpoint' can't have a principal.");
    }
    if ((key === 'user_group' || key === 'service_principal') && !principal) {
      throw invalidParameter(`A rate limit with the key '${key}' must have a principal.`);
    }
    return { ...limit, renewal_period: requirePeriod(limit.renewal_period) };
  });
}

/** @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readLegacyRateLimits(
  sent: Decoded<typeof legacyRateLimits>,
  endpoint: Pick<EndpointRecord, 'config' | 'pending' | 'builtin'>,
): readonly RateLimitRecord[] {
  const entities = (endpoint.pending ?? endpoint.config)?.served_entities ?? [];
  if (sent.length > 0 && !endpoint.builtin && entities.some(isCustom)) {
    throw invalidParameter(
      'Rate limits are supported for endpoints with external models or foundation models only.',
    );
  }
  return sent.map((limit) => {
    if (limit.calls === undefined) throw invalidParameter("Missing required field 'calls' of rate_limits.");
    requireAmount(limit.calls, 'calls');
    requireKey(limit.key ?? 'endpoint', ['endpoint', 'user']);
    return { ...limit, renewal_period: requirePeriod(limit.renewal_period) };
  });
}

/** Neither external nor a foundation model, which Databricks names, or which has throughput. */
const isCustom = (entity: EntityRecord): boolean =>
  !entity.external_model &&
  !entity.entity_name?.startsWith('system.ai.') &&
  !foundationSizes.some((size) => size in entity.sizing);

const foundationSizes = [
  'min_provisioned_throughput',
  'max_provisioned_throughput',
  'provisioned_model_units',
];

function requireAmount(amount: number | undefined, unit: string): void {
  if (amount !== undefined && amount < 0) {
    throw invalidParameter(`'${unit}' of a rate limit can't be negative.`);
  }
}

function requireKey(key: string, allowed: readonly string[]): void {
  if (!allowed.includes(key)) {
    throw invalidParameter(`'${key}' is not a rate limit key. Supported: ${allowed.join(', ')}.`);
  }
}

function requirePeriod(period: string | undefined): string {
  if (period !== 'minute') {
    throw invalidParameter("The 'renewal_period' of a rate limit must be 'minute'.");
  }
  return period;
}
