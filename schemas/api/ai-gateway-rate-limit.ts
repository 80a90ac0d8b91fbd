import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const AiGatewayRateLimit = z
  .looseObject({
    renewal_period: z
      .enum(['minute'])
      .describe('How long a period lasts. The service knows one length: minute.'),
    calls: z
      .int()
      .min(0)
      .optional()
      .describe(
        'How many calls are let through in one period; 0 blocks every call. Use an entry of its own for tokens.',
      ),
    tokens: z
      .int()
      .min(0)
      .optional()
      .describe('How many tokens may be used in one period. Use an entry of its own for calls.'),
    key: openEnum(['endpoint', 'user', 'user_group', 'service_principal'])
      .optional()
      .describe(
        'Who is limited: endpoint (all callers together, the default, a ceiling over the other limits), user (each user, or the one in principal), user_group or service_principal.',
      ),
    principal: z
      .string()
      .optional()
      .describe(
        "Which user (e-mail address), group (name) or service principal (application id) the limit is for. Needed by user_group and service_principal; with user it sets that user's own limit.",
      ),
  })
  .meta({
    id: 'AiGatewayRateLimit',
    description:
      'A limit on calls or on tokens. Where several match, the limit for a user goes before one for a group, and that before the default for users.',
  });
export type AiGatewayRateLimit = z.infer<typeof AiGatewayRateLimit>;
