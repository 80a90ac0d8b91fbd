import type { FaultWorkspace } from '../../helpers/fault-workspace.ts';

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

/** An endpoint of an external model, named `chat`. */
export const asked = async ({ client, pass }: FaultWorkspace) => {
  await client.endpoints.create(external);
  await pass(1000);
};

/** An endpoint of a custom model, named `fraud`, that others may see. */
export const deployed = async ({ client, pass }: FaultWorkspace) => {
  const { id } = await client.endpoints.create(fraud);
  await client.permissions.update(id ?? '', {
    access_control_list: [{ group_name: 'auditors', permission_level: 'CAN_VIEW' }],
  });
  await pass(1000);
};

export const stopped = async (workspace: FaultWorkspace) => {
  await deployed(workspace);
  await workspace.client.endpoints.stop('fraud');
};
