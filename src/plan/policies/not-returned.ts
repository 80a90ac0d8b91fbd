import type { FieldPolicy } from '../policy-row.ts';
import { bundleEngine, bundleTestServer, pythonSdk } from './sources.ts';

/** What the service takes and never tells again, or takes no notice of. */
export const notReturnedPolicies: readonly FieldPolicy[] = [
  {
    id: 'plaintext',
    path: 'config.served_entities[*].external_model.*_config.*_plaintext',
    kind: 'write-only',
    why: 'a credential in plain text is stored encrypted and never returned',
    source: pythonSdk,
  },
  {
    id: 'plaintext-of-custom-provider',
    path: 'config.served_entities[*].external_model.custom_provider_config.*.*_plaintext',
    kind: 'write-only',
    why: 'a credential in plain text is stored encrypted and never returned',
    source: pythonSdk,
  },
  {
    id: 'burst-scaling',
    path: 'config.served_entities[*].burst_scaling_enabled',
    kind: 'write-only',
    why: 'it is taken, and no answer shows it',
    source: bundleEngine,
  },
  {
    id: 'legacy-rate-limits',
    path: 'rate_limits.**',
    kind: 'write-only',
    why: 'rate limits of the older kind are taken, and no answer shows them',
    source: bundleEngine,
  },
  {
    id: 'budget-policy',
    path: 'budget_policy_id',
    kind: 'not-returned',
    why: 'it is set on creation; answers leave it empty, and no call changes it',
    source: bundleEngine,
  },
  {
    id: 'telemetry-unsupported',
    path: 'telemetry_config.**',
    kind: 'unsupported',
    when: 'no-custom-model',
    why: 'telemetry is for custom models; other endpoints drop it',
    source: bundleTestServer,
  },
  {
    id: 'telemetry-nowhere',
    path: 'telemetry_config.**',
    kind: 'unsupported',
    when: 'telemetry-nowhere',
    why: 'telemetry with neither tables nor a profile is ignored',
    source: bundleTestServer,
  },
  {
    id: 'telemetry-tables',
    path: 'telemetry_config.table_names.**',
    kind: 'write-only',
    when: 'telemetry-running',
    why: 'a telemetry profile is made of the tables, and answers show its id alone',
    source: pythonSdk,
  },
  {
    id: 'telemetry-profile',
    path: 'telemetry_config.telemetry_profile_id',
    kind: 'server-default',
    when: 'telemetry-by-tables',
    why: 'the profile was made of the tables that the manifest names',
    source: pythonSdk,
  },
];
