import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const RateLimit = z
  .looseObject({
    calls: z.int().min(0).describe('How many calls are let through in one period.'),
    renewal_period: z
      .enum(['minute'])
      .describe('How long a period lasts. The service knows one length: minute.'),
    key: openEnum(['endpoint', 'user'])
      .optional()
      .describe('Who shares the limit: endpoint (all callers together, the default) or user (each caller).'),
  })
  .meta({
    id: 'RateLimit',
    description:
      'A limit of the older kind, for external and foundation models only. Superseded by ai_gateway.rate_limits, which also limits tokens and names principals.',
  });
export type RateLimit = z.infer<typeof RateLimit>;
