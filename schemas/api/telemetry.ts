import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

const tableName = (content: string) =>
  z.string().optional().describe(`Unity Catalog table for ${content}, as catalog.schema.table.`);

export const TelemetryTableNames = z
  .looseObject({
    logs_table: tableName('logs'),
    metrics_table: tableName('metrics'),
    traces_table: tableName('traces'),
    annotations_table: tableName('annotations'),
  })
  .meta({ id: 'TelemetryTableNames', description: 'The tables that telemetry is written to.' });
export type TelemetryTableNames = z.infer<typeof TelemetryTableNames>;

export const TelemetryInferenceTableConfig = z
  .looseObject({
    sampling_fraction: z
      .number()
      .min(0, 'must be 0 to 1')
      .max(1, 'must be 0 to 1')
      .optional()
      .describe('Share of the requests that are logged, 0 to 1.'),
    name: z.string().optional().meta({
      description: 'Name of the table, chosen by the service: the logs table followed by _payload.',
      readOnly: true,
    }),
  })
  .meta({ id: 'TelemetryInferenceTableConfig', description: 'Logging of requests and answers.' });
export type TelemetryInferenceTableConfig = z.infer<typeof TelemetryInferenceTableConfig>;

export const TelemetryConfig = z
  .looseObject({
    table_names: TelemetryTableNames.optional().meta({
      description:
        'The tables that telemetry is written to; a telemetry profile is made of them, and answers show its id alone. Either this or telemetry_profile_id.',
      writeOnly: true,
    }),
    telemetry_profile_id: z
      .string()
      .optional()
      .describe('An existing telemetry profile. Either this or table_names.'),
    inference_table_config: TelemetryInferenceTableConfig.optional(),
    enabled_telemetry_features: z
      .array(
        openEnum([
          'TELEMETRY_FEATURE_LOGS',
          'TELEMETRY_FEATURE_TRACES',
          'TELEMETRY_FEATURE_METRICS',
          'TELEMETRY_FEATURE_INFERENCE_TABLE',
        ]),
      )
      .optional()
      .describe('What is recorded. Default: everything.'),
  })
  .meta({
    id: 'TelemetryConfig',
    description:
      'OpenTelemetry logs, metrics and traces of custom models (Public Preview). Can be changed once the endpoint is not updating; other kinds of endpoint refuse it.',
  });
export type TelemetryConfig = z.infer<typeof TelemetryConfig>;

/** Body of `PATCH …/telemetry-config`; without the field, telemetry is removed. */
export const PatchTelemetryConfig = z.looseObject({ telemetry_config: TelemetryConfig.optional() }).meta({
  id: 'PatchTelemetryConfig',
  description: "New telemetry settings, in place of the endpoint's own.",
});
export type PatchTelemetryConfig = z.infer<typeof PatchTelemetryConfig>;
