import type { PartialEndpoint, RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';
import { isVariable } from './texts.ts';

export function* telemetryRules(document: PartialEndpoint): Generator<RuleFinding> {
  const telemetry = document.telemetry_config;
  if (!telemetry || Object.keys(telemetry).length === 0) return;
  const { table_names: tables, telemetry_profile_id: profile } = telemetry;
  if (tables && profile !== undefined) {
    yield {
      code: 'telemetry-destination',
      path: ['telemetry_config', 'telemetry_profile_id'],
      part: 'key',
      message: '`telemetry_profile_id` and `table_names` exclude each other',
      hint: 'keep one of the two',
    };
  }
  if (!tables && profile === undefined) {
    yield {
      code: 'telemetry-nowhere',
      path: ['telemetry_config'],
      part: 'key',
      message: 'telemetry without `table_names` or `telemetry_profile_id` is ignored',
      hint: 'say where it goes by one of them',
    };
  }
  for (const [name, table] of Object.entries(tables ?? {})) {
    if (typeof table !== 'string' || isVariable(table) || /^[^.\s]+\.[^.\s]+\.[^.\s]+$/.test(table)) continue;
    yield {
      code: 'telemetry-table-name',
      path: ['telemetry_config', 'table_names', name],
      message: `\`${name}\` is no full name of a table`,
      hint: 'write it as `catalog.schema.table`',
    };
  }
  if (servedBy(document).some(({ kind }) => kind === 'external')) {
    yield {
      code: 'telemetry-on-external',
      path: ['telemetry_config'],
      part: 'key',
      message: 'telemetry is for custom models; with external models the service drops or refuses it',
      hint: 'remove `telemetry_config`; `ai_gateway.inference_table_config` logs external models',
    };
  }
}
