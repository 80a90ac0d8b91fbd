import type { FieldPolicy } from '../policy-row.ts';
import { bundleTestServer, ourOwn, terraformDocs } from './sources.ts';

/** What a manifest is silent about, and what stays as it is then. */
export const undeclaredPolicies: readonly FieldPolicy[] = [
  ...(['tags.**', 'ai_gateway.**', 'email_notifications.**', 'telemetry_config.**'] as const).map(
    (path): FieldPolicy => ({
      id: 'undeclared-clearable',
      path,
      kind: 'undeclared',
      when: 'part-undeclared',
      why: 'the manifest says nothing of it, so it is left as it is; declared empty, it would be cleared',
      source: ourOwn,
    }),
  ),
  {
    id: 'undeclared',
    path: '**',
    kind: 'undeclared',
    when: 'part-undeclared',
    why: 'the manifest says nothing of it, so it is left as it is',
    source: ourOwn,
  },
  {
    id: 'undeclared-entities',
    path: 'config.served_entities[*].**',
    kind: 'undeclared',
    when: 'entities-undeclared',
    why: 'the manifest declares nothing to serve, so what is served is left as it is',
    source: ourOwn,
  },
  {
    id: 'undeclared-routes',
    path: 'config.traffic_config.**',
    kind: 'server-default',
    when: 'routes-undeclared',
    why: 'a lone entity gets all traffic where no routes are declared',
    source: bundleTestServer,
  },
  {
    id: 'undeclared-capture',
    path: 'config.auto_capture_config.**',
    kind: 'server-default',
    why: 'the manifest leaves it out, and an update sends on what the endpoint has',
    source: terraformDocs,
  },
  {
    id: 'ownership-tag',
    path: 'tags[*].**',
    kind: 'undeclared',
    when: 'ownership-tag',
    why: 'it says who manages the endpoint, and stays until another owner is given',
    source: ourOwn,
  },
];
