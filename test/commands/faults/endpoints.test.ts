import type { ApiError } from '../../../src/errors.ts';
import { faultMatrix, type MatrixRow } from '../../helpers/fault-matrix.ts';
import type { FaultWorkspace } from '../../helpers/fault-workspace.ts';

const created = 'POST /api/2.0/serving-endpoints';

const chat = `name: chat
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' }
tags:
  - { key: team, value: search }
`;

const granted = `${chat}permissions:
  - { group_name: users, level: CAN_QUERY }
`;

/** A custom model: it can be stopped, and has telemetry. */
const fraud = {
  name: 'fraud',
  config: {
    served_entities: [
      { name: 'fraud', entity_name: 'main.default.fraud', entity_version: '1', scale_to_zero_enabled: true },
    ],
  },
  tags: [{ key: 'team', value: 'risk' }],
  email_notifications: { on_update_failure: ['ada@example.com'] },
};

const external = {
  name: 'chat',
  config: {
    served_entities: [
      {
        name: 'gpt',
        external_model: {
          name: 'gpt-4o',
          provider: 'openai' as const,
          task: 'llm/v1/chat',
          openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' },
        },
      },
    ],
  },
};

const asked = async ({ client, pass }: FaultWorkspace) => {
  await client.endpoints.create(external);
  await pass(1000);
};

const deployed = async ({ client, pass }: FaultWorkspace) => {
  const { id } = await client.endpoints.create(fraud);
  await client.permissions.update(id ?? '', {
    access_control_list: [{ group_name: 'auditors', permission_level: 'CAN_VIEW' }],
  });
  await pass(1000);
};

const stopped = async (workspace: FaultWorkspace) => {
  await deployed(workspace);
  await workspace.client.endpoints.stop('fraud');
};

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
    name: 'endpoints create',
    argv: 'endpoints create -f -',
    stdin: chat,
    again: () => ({ argv: 'endpoints create -f - --if-not-exists', stdin: chat }),
    resolves: created,
    waits: true,
  },
  {
    name: 'endpoints create with permissions',
    argv: 'endpoints create -f -',
    stdin: granted,
    again: ({ stderr }) => ({
      argv: stderr.includes('endpoints update chat -f')
        ? 'endpoints update chat -f -'
        : 'endpoints create -f -',
      stdin: granted,
    }),
    resolves: created,
    waits: true,
  },
  {
    name: 'endpoints create --no-wait',
    argv: 'endpoints create -f - --no-wait',
    stdin: chat,
    again: () => ({ argv: 'endpoints create -f - --no-wait --if-not-exists', stdin: chat }),
    resolves: created,
    waits: true,
  },
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
  {
    name: 'endpoints delete',
    given: deployed,
    argv: 'endpoints delete fraud --yes --ignore-not-found',
  },
  { name: 'endpoints stop', given: deployed, argv: 'endpoints stop fraud' },
  { name: 'endpoints start', given: stopped, argv: 'endpoints start fraud', waits: true },
  {
    name: 'endpoints permissions set',
    given: deployed,
    argv: 'endpoints permissions set fraud --group users=CAN_QUERY',
  },
  {
    name: 'endpoints permissions update',
    given: deployed,
    argv: 'endpoints permissions update fraud --group users=CAN_QUERY',
  },
]);
