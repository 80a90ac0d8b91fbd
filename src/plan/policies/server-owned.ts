import type { FieldPolicy } from '../policy-row.ts';
import { ourOwn, pythonSdk } from './sources.ts';

/** Fields that answers hold and no request takes (Databricks REST reference, the answer of `get`). */
const answersOnly = [
  'id',
  'creator*',
  'creation_timestamp',
  'last_updated_timestamp',
  'state.**',
  'permission_level',
  'task',
  'endpoint_type',
  'endpoint_url',
  'data_plane_info.**',
  'usage_policy_id',
  'effective_budget_policy_id',
  'config.config_version',
  'config.start_time',
  'config.auto_capture_config.state.**',
  'config.served_entities[*].creator',
  'config.served_entities[*].creation_timestamp',
  'config.served_entities[*].state.**',
  'config.served_entities[*].foundation_model.**',
  'config.served_entities[*].type',
].map((path): FieldPolicy => ({
  id: 'server-owned',
  path,
  kind: 'server-owned',
  why: 'answers hold it, and no request takes it',
  source: 'Databricks REST reference, the answer of get',
}));

/** What the service adds to its answers, known to this program or not. */
export const serverOwnedPolicies: readonly FieldPolicy[] = [
  ...answersOnly,
  {
    id: 'telemetry-table-name',
    path: 'telemetry_config.inference_table_config.name',
    kind: 'server-owned',
    why: 'the service names the table after the logs table',
    source: pythonSdk,
  },
  {
    id: 'unknown-answer',
    path: '**',
    kind: 'server-owned',
    when: 'live-only-unknown',
    why: 'this version does not know the field, and no manifest can declare it',
    source: ourOwn,
  },
];
