import type { FieldPolicy } from '../policy-row.ts';
import { bundleEngine, ourOwn, pythonSdk, terraformDocs } from './sources.ts';

/** What no call changes, and what can be declared and not be compared. */
export const fixedPolicies: readonly FieldPolicy[] = [
  {
    id: 'route-optimized',
    path: 'route_optimized',
    kind: 'immutable',
    why: 'route optimisation is chosen on creation',
    source: terraformDocs,
  },
  {
    id: 'description',
    path: 'description',
    kind: 'immutable',
    why: 'no call changes the description',
    source: bundleEngine,
  },
  {
    id: 'capture-place',
    path: 'config.auto_capture_config.*_name*',
    kind: 'immutable',
    when: 'capture-running',
    why: 'where payloads are logged cannot be changed once it is set',
    source: terraformDocs,
  },
  {
    id: 'capture-ended',
    path: 'config.auto_capture_config.enabled',
    kind: 'immutable',
    when: 'capture-ended',
    why: 'logging that was disabled cannot be enabled again',
    source: terraformDocs,
  },
  {
    id: 'kind-switch',
    path: 'config.**',
    kind: 'immutable',
    when: 'kind-switched',
    why: 'an endpoint serves either external models or others, for good',
    source: pythonSdk,
  },
  {
    id: 'unknown-declared',
    path: '**',
    kind: 'write-only',
    when: 'declared-unknown',
    why: 'this version does not know the field, and the endpoint does not show it',
    source: ourOwn,
  },
];
