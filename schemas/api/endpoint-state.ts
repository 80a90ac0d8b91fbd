import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const PtCommitment = z
  .looseObject({
    id: z.string().optional().describe('Id of the commitment.'),
    provisioned_model_units: z.number().optional().describe('Model units bought.'),
    term: openEnum(['COMMITMENT_TERM_1_MONTH', 'COMMITMENT_TERM_3_MONTHS'])
      .optional()
      .describe('Length of the term.'),
    start_time: z.union([z.number(), z.string()]).optional().describe('When the term began.'),
    expire_time: z.union([z.number(), z.string()]).optional().describe('When the term ends.'),
    status: openEnum(['ACTIVE', 'EXPIRED']).optional().describe('Whether the term is running.'),
    auto_renew: z.boolean().optional().describe('Whether it is renewed when it ends.'),
    auto_renew_editable: z.boolean().optional().describe('Whether the renewal can still be changed.'),
  })
  .meta({ id: 'PtCommitment', description: 'Capacity bought for a term.', readOnly: true });
export type PtCommitment = z.infer<typeof PtCommitment>;

export const EndpointState = z
  .looseObject({
    ready: openEnum(['READY', 'NOT_READY'])
      .optional()
      .describe(
        'READY when every entity of the active configuration serves. Scaling to zero does not change it.',
      ),
    config_update: openEnum(['NOT_UPDATING', 'IN_PROGRESS', 'UPDATE_FAILED', 'UPDATE_CANCELED'])
      .optional()
      .describe(
        'How the last deployment of a configuration stands. After a failure the one before may still serve.',
      ),
    suspend: z
      .string()
      .optional()
      .describe('STOPPED on a stopped endpoint; not documented, so no more than a hint.'),
    pt_state: z
      .looseObject({
        commitments: z.array(PtCommitment).optional().describe('Capacity bought for a term.'),
      })
      .optional()
      .describe('State of reserved capacity.'),
  })
  .meta({
    id: 'EndpointState',
    description: 'Whether the endpoint serves, and whether it is changing.',
    readOnly: true,
  });
export type EndpointState = z.infer<typeof EndpointState>;
