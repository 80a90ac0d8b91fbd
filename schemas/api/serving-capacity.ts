import * as z from 'zod';
import { openEnum } from '../open-enum.ts';
import { fieldTraits } from '../traits.ts';

const environmentVariable = z.string().register(fieldTraits, { secret: 'maybe-reference' });

/** What a served entity and its older form, the served model, say about the machines that serve them. */
export const servingCapacityFields = {
  workload_size: openEnum(['Small', 'Medium', 'Large'])
    .optional()
    .describe(
      'Range of provisioned concurrency: Small is 4, Medium 8 to 16, Large 16 to 64 requests at a time; with scale to zero the range starts at 0. A workspace may have sizes of its own. Excludes min_ and max_provisioned_concurrency.',
    ),
  workload_type: openEnum([
    'CPU',
    'CPU_MEDIUM',
    'CPU_LARGE',
    'GPU_SMALL',
    'GPU_MEDIUM',
    'GPU_MEDIUM_4',
    'GPU_MEDIUM_8',
    'GPU_LARGE',
    'GPU_LARGE_2',
    'GPU_LARGE_4',
    'GPU_LARGE_8',
    'GPU_XLARGE',
    'GPU_XLARGE_8',
    'MULTIGPU_MEDIUM',
  ])
    .optional()
    .describe('Kind of machine. Default: CPU. Which GPU types exist depends on the cloud and the region.'),
  scale_to_zero_enabled: z
    .boolean()
    .optional()
    .describe(
      'Whether the entity may scale down to nothing when it is idle; the next call then waits for a start. Custom models must say true or false.',
    ),
  min_provisioned_concurrency: z
    .int()
    .min(0)
    .optional()
    .describe('Smallest number of requests served at a time, a multiple of 4. Excludes workload_size.'),
  max_provisioned_concurrency: z
    .int()
    .min(0)
    .optional()
    .describe('Largest number of requests served at a time, a multiple of 4. Excludes workload_size.'),
  min_provisioned_throughput: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Smallest throughput in tokens per second, a multiple of the chunk size of the model; may be 0.',
    ),
  max_provisioned_throughput: z
    .int()
    .min(0)
    .optional()
    .describe('Largest throughput in tokens per second, a multiple of the chunk size of the model.'),
  provisioned_model_units: z
    .int()
    .min(0)
    .optional()
    .describe('Reserved model units of newer foundation models, in steps of the model (Public Preview).'),
  burst_scaling_enabled: z.boolean().optional().meta({
    description:
      'Whether the entity may go beyond its provisioned model units for a while. Default: true. Answers do not show it (Public Preview).',
    writeOnly: true,
  }),
  environment_vars: z
    .record(z.string(), environmentVariable)
    .optional()
    .describe(
      'Environment variables of the model, at most 30. A value is a text, or as a whole a secret reference: {{secrets/scope/key}}. The creator of the endpoint needs READ on the scope.',
    ),
  instance_profile_arn: z
    .string()
    .optional()
    .describe('Instance profile that the model runs under, on AWS (Public Preview).'),
};
