import type { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';

type Fields = readonly (readonly [label: string, value: string])[];
type Limit = NonNullable<AiGatewayConfig['rate_limits']>[number];
type Guardrails = NonNullable<AiGatewayConfig['guardrails']>['input'];

/** The gateway in a few words a block; blocks that are off or absent are left out. */
export function gatewayFields(gateway: AiGatewayConfig | undefined): Fields {
  if (!gateway) return [];
  const { usage_tracking_config: usage, inference_table_config: table, fallback_config: fallback } = gateway;
  const fields: Fields = [
    ['Rate limits', (gateway.rate_limits ?? []).map(limitText).join('; ')],
    ['Usage tracking', usage?.enabled ? 'on' : ''],
    [
      'Inference table',
      table?.enabled ? [table.catalog_name, table.schema_name].filter(Boolean).join('.') || 'on' : '',
    ],
    ['Guardrails, input', guardrailText(gateway.guardrails?.input)],
    ['Guardrails, output', guardrailText(gateway.guardrails?.output)],
    ['Fallback', fallback?.enabled ? 'on' : ''],
  ];
  return fields.filter(([, value]) => value !== '');
}

/** `100 calls a minute for each user`. */
function limitText(limit: Limit): string {
  const amounts = [
    limit.calls === undefined ? '' : `${limit.calls} calls`,
    limit.tokens === undefined ? '' : `${limit.tokens} tokens`,
  ];
  const of = limit.principal === undefined ? scope(limit.key) : `for ${limit.principal}`;
  return `${amounts.filter(Boolean).join(' and ')} a ${limit.renewal_period} ${of}`;
}

const scope = (key: string | undefined): string =>
  key === 'user' ? 'for each user' : key === undefined || key === 'endpoint' ? 'in all' : `for each ${key}`;

function guardrailText(rules: Guardrails): string {
  if (!rules) return '';
  const behavior = rules.pii?.behavior;
  return [
    rules.safety ? 'safety' : '',
    behavior === undefined || behavior === 'NONE' ? '' : `PII ${behavior}`,
    (rules.invalid_keywords ?? []).length > 0 ? 'invalid keywords' : '',
    (rules.valid_topics ?? []).length > 0 ? 'valid topics' : '',
  ]
    .filter(Boolean)
    .join(', ');
}
