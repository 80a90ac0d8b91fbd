import * as z from 'zod';
import { AiGatewayGuardrails } from './ai-gateway-guardrails.ts';
import { AiGatewayRateLimit } from './ai-gateway-rate-limit.ts';

export const AiGatewayUsageTrackingConfig = z
  .looseObject({
    enabled: z.boolean().optional().describe('Whether usage is recorded. Default: false.'),
  })
  .meta({
    id: 'AiGatewayUsageTrackingConfig',
    description: 'Records who used how many tokens, in the system table system.serving.endpoint_usage.',
  });
export type AiGatewayUsageTrackingConfig = z.infer<typeof AiGatewayUsageTrackingConfig>;

export const AiGatewayInferenceTableConfig = z
  .looseObject({
    enabled: z.boolean().optional().describe('Whether requests and answers are logged. Default: false.'),
    catalog_name: z
      .string()
      .optional()
      .describe('Catalog that holds the table; needed when enabled. To change it, disable the table first.'),
    schema_name: z
      .string()
      .optional()
      .describe('Schema that holds the table; needed when enabled. To change it, disable the table first.'),
    table_name_prefix: z
      .string()
      .optional()
      .describe(
        "How the table's name starts. Default: the endpoint's name. To change it, disable the table first.",
      ),
  })
  .meta({
    id: 'AiGatewayInferenceTableConfig',
    description: 'Logs requests and answers to a Unity Catalog table.',
  });
export type AiGatewayInferenceTableConfig = z.infer<typeof AiGatewayInferenceTableConfig>;

export const FallbackConfig = z
  .looseObject({
    enabled: z
      .boolean()
      .describe(
        'Whether a call that fails with 429 or 5xx is tried on the other served entities, in the order of their list, until one succeeds.',
      ),
  })
  .meta({
    id: 'FallbackConfig',
    description:
      'Tries other served entities where one fails. An entity with 0 % of the traffic serves as a fallback only.',
  });
export type FallbackConfig = z.infer<typeof FallbackConfig>;

/** Also the whole body of `PUT …/ai-gateway`, which replaces the gateway: a block left out is removed. */
export const AiGatewayConfig = z
  .looseObject({
    usage_tracking_config: AiGatewayUsageTrackingConfig.optional(),
    inference_table_config: AiGatewayInferenceTableConfig.optional(),
    rate_limits: z
      .array(AiGatewayRateLimit)
      .optional()
      .describe('Limits on calls and tokens; at most 20, of which 5 for groups.'),
    guardrails: AiGatewayGuardrails.optional(),
    fallback_config: FallbackConfig.optional(),
  })
  .meta({
    id: 'AiGatewayConfig',
    description:
      'What stands between callers and models: limits, guardrails, usage tracking, payload logging and fallbacks. Agent endpoints support the inference table only. It is replaced as a whole, at any time.',
  });
export type AiGatewayConfig = z.infer<typeof AiGatewayConfig>;
