import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const SystemMetricsExportState = openEnum([
  'FIRST_PARTY_EXPORT_ENABLED',
  'FIRST_PARTY_EXPORT_DISABLED',
]).describe(
  "Whether the endpoint's system metrics are exported to Unity Catalog. Can be changed at any time, without a new deployment.",
);
export type SystemMetricsExportState = z.infer<typeof SystemMetricsExportState>;

/** Body of `PATCH …/system-metrics-export-state`. */
export const PatchSystemMetricsExportState = z
  .looseObject({ uc_system_metrics_export_state: SystemMetricsExportState.optional() })
  .meta({
    id: 'PatchSystemMetricsExportState',
    description: 'Turns the export of system metrics on or off.',
  });
export type PatchSystemMetricsExportState = z.infer<typeof PatchSystemMetricsExportState>;
