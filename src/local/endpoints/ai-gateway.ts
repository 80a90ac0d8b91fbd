import { flag, list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { AiGatewayRecord } from '../store/records.ts';
import { gatewayRateLimits, readGatewayRateLimits } from './rate-limits.ts';

const guardrail = message({
  pii: message({ behavior: text }),
  safety: flag,
  invalid_keywords: list(text),
  valid_topics: list(text),
});

export const aiGateway = message({
  usage_tracking_config: message({ enabled: flag }),
  inference_table_config: message({
    enabled: flag,
    catalog_name: text,
    schema_name: text,
    table_name_prefix: text,
  }),
  rate_limits: gatewayRateLimits,
  guardrails: message({ input: guardrail, output: guardrail }),
  fallback_config: message({ enabled: flag }),
});

type Sent = Decoded<typeof aiGateway>;

/**
 * The gateway as it is to be from now on; undefined where nothing was set, which clears it.
 * @throws ApiFault 400 INVALID_PARAMETER_VALUE
 */
export function readAiGateway(sent: Sent, before: AiGatewayRecord | undefined): AiGatewayRecord | undefined {
  checkInferenceTable(sent.inference_table_config, before?.inference_table_config);
  for (const side of [sent.guardrails?.input, sent.guardrails?.output]) checkGuardrail(side);
  const { fallback_config: fallback, rate_limits: limits, ...rest } = sent;
  if (fallback && fallback.enabled === undefined) {
    throw invalidParameter("Missing required field 'enabled' of fallback_config.");
  }
  const gateway: AiGatewayRecord = {
    ...rest,
    ...(limits && { rate_limits: readGatewayRateLimits(limits) }),
    ...(fallback && { fallback_config: { enabled: fallback.enabled === true } }),
  };
  return Object.keys(gateway).length > 0 ? gateway : undefined;
}

/** Tables can be moved only while they are disabled (databricks-sdk-py, AiGatewayInferenceTableConfig). */
function checkInferenceTable(
  sent: Sent['inference_table_config'],
  before: AiGatewayRecord['inference_table_config'],
): void {
  if (!sent) return;
  if (sent.enabled && (!sent.catalog_name || !sent.schema_name)) {
    throw invalidParameter("'catalog_name' and 'schema_name' must be set to enable inference tables.");
  }
  if (!sent.enabled || before?.['enabled'] !== true) return;
  const moved = (['catalog_name', 'schema_name', 'table_name_prefix'] as const).find(
    (field) => sent[field] !== before[field],
  );
  if (moved) {
    throw invalidParameter(
      `'${moved}' of inference_table_config can't be changed while inference tables are enabled: disable them first.`,
    );
  }
}

function checkGuardrail(guardrail: NonNullable<Sent['guardrails']>['input']): void {
  const behavior = guardrail?.pii?.behavior;
  if (behavior !== undefined && !['NONE', 'BLOCK', 'MASK'].includes(behavior)) {
    throw invalidParameter(
      `'${behavior}' is not a behavior for personal data. Supported: NONE, BLOCK, MASK.`,
    );
  }
}
