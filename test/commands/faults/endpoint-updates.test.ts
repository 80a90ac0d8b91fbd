import type { ApiError } from '../../../src/errors.ts';
import { faultMatrix, type MatrixRow } from '../../helpers/fault-matrix.ts';
import { asked, deployed } from './given.ts';

const update = (name: string, stdin: string): MatrixRow => ({
  name: `endpoints update: ${name}`,
  given: deployed,
  argv: 'endpoints update fraud -f -',
  stdin,
});

const grants = `- { group_name: users, level: CAN_QUERY }
`;

const config = `config:
  served_entities:
    - { name: fraud, entity_name: main.default.fraud, entity_version: '2', scale_to_zero_enabled: true }
`;
const telemetry =
  'telemetry_config: { telemetry_profile_id: p-1, inference_table_config: { sampling_fraction: 0.5 } }';

await faultMatrix([
  {
    ...update('config', config),
    name: 'endpoints update --no-wait',
    argv: 'endpoints update fraud -f - --no-wait',
    waits: true,
  },
  update('tags', 'tags: [{ key: stage, value: prod }]'),
  update('notifications', 'email_notifications: { on_update_success: [bob@example.com] }'),
  update('gateway', 'ai_gateway: { usage_tracking_config: { enabled: true } }'),
  { ...update('config', config), waits: true },
  update('telemetry', telemetry),
  {
    name: 'endpoints update: rate limits',
    given: asked,
    argv: 'endpoints update chat -f -',
    stdin: 'rate_limits: [{ key: user, renewal_period: minute, calls: 0 }]',
    // They are taken and never told: asking shows whether they are there.
    observe: async ({ query }) => {
      const asking = query.invoke('chat', { messages: [{ role: 'user', content: 'hello' }] });
      return asking.catch((error: unknown) => (error as ApiError).status);
    },
  },
  update('permissions', `permissions:\n${grants}`),
  update('system metrics', 'uc_system_metrics_export_state: FIRST_PARTY_EXPORT_ENABLED'),
  {
    name: 'endpoints update: all at once',
    given: deployed,
    argv: 'endpoints update fraud -f -',
    stdin: [
      'tags: [{ key: stage, value: prod }]',
      'email_notifications: { on_update_success: [bob@example.com] }',
      'ai_gateway: { usage_tracking_config: { enabled: true } }',
      config,
      telemetry,
      `permissions:\n${grants}`,
    ].join('\n'),
    waits: true,
  },
]);
