import { faultMatrix, type MatrixRow, type Recovery, type Trouble } from '../../helpers/fault-matrix.ts';
import type { FaultWorkspace } from '../../helpers/fault-workspace.ts';
import { deployed } from './given.ts';

const created = 'POST /api/2.0/serving-endpoints';
const caller = 'GET /api/2.0/preview/scim/v2/Me';

/** What is deployed is looked at before it is sent again; all else may be sent twice. */
const looked = [created, 'PUT /api/2.0/serving-endpoints/fraud/config'];

const recovers = (line: string, trouble: Trouble): Recovery | undefined => {
  // Nobody loses CAN_MANAGE for want of the caller's name.
  if (line === caller) return 'forgoes';
  if (line.startsWith('GET ') || trouble === 'failed') return undefined;
  if (trouble === 'lost') return looked.includes(line) ? 'looks' : 'repeats';
  // What else is at an endpoint is waited for; at a secret there is nothing to wait for.
  return line.includes('/secrets/') ? undefined : 'looks';
};

interface Shown {
  readonly outcomes: readonly { readonly took_ms: number }[];
}

/** All but how long it took. */
const shows = (shown: unknown): unknown => ({
  ...(shown as Shown),
  outcomes: (shown as Shown).outcomes.map((outcome) => ({ ...outcome, took_ms: 0 })),
});

const apply = 'apply -f - --parallel 1 --yes';
const env = {
  DATABRICKS_HOST: 'https://example.cloud.databricks.com',
  DATABRICKS_TOKEN: 'dapi0',
  OPENAI_API_KEY: 'sk-new',
};

const declared = (row: Omit<MatrixRow, 'shows'>): MatrixRow => ({
  waits: true,
  recovers,
  shows,
  env,
  ...row,
});

const chat = `name: chat
secrets:
  - { scope: llm, key: openai, from_env: OPENAI_API_KEY }
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config: { openai_api_key: '{{secrets/llm/openai}}' }
permissions:
  - { group_name: users, level: CAN_QUERY }
`;

const fraud = (version: number, more = ''): string => `name: fraud
config:
  served_entities:
    - { name: fraud, entity_name: main.default.fraud, entity_version: '${String(version)}', scale_to_zero_enabled: true }
${more}`;

const table = (schema: string) => ({
  inference_table_config: {
    enabled: true,
    catalog_name: 'main',
    schema_name: schema,
    table_name_prefix: 'fraud',
  },
});

/** Other things are written before and after: a stale read at the beginning of a run shows all that is declared. */
const settled =
  (given?: (workspace: FaultWorkspace) => Promise<unknown>) =>
  async (workspace: FaultWorkspace): Promise<void> => {
    const { secrets } = workspace.client;
    await secrets.createScope({ scope: 'other' });
    await given?.(workspace);
    await secrets.put({ scope: 'other', key: 'token', string_value: 'kept' });
  };

/** `fraud`, with its requests logged to a table. */
const logged = async (workspace: FaultWorkspace) => {
  await deployed(workspace);
  await workspace.client.endpoints.putAiGateway('fraud', table('old'));
  await workspace.pass(1000);
};

/** What `chat` declares. */
const applied = async (workspace: FaultWorkspace) => {
  const { code, stderr } = await workspace.run({ argv: apply, stdin: chat, env });
  if (code !== 0) throw new Error(stderr);
  await workspace.pass(1000);
};

await faultMatrix([
  declared({
    name: 'apply: an endpoint with permissions and a secret',
    given: settled(),
    argv: apply,
    stdin: chat,
    resolves: created,
  }),
  declared({
    name: 'apply: a change of everything',
    given: settled(deployed),
    argv: apply,
    stdin: fraud(
      2,
      `tags: [{ key: stage, value: prod }]
email_notifications: { on_update_success: [bob@example.com] }
ai_gateway: { usage_tracking_config: { enabled: true } }
telemetry_config: { telemetry_profile_id: p-1, inference_table_config: { sampling_fraction: 0.5 } }
permissions:
  - { group_name: users, level: CAN_QUERY }
`,
    ),
  }),
  declared({
    name: 'apply: an inference table that moves',
    given: settled(logged),
    argv: apply,
    stdin: fraud(1, `ai_gateway: ${JSON.stringify(table('new'))}\n`),
  }),
  declared({
    name: 'apply: a replacement',
    given: settled(logged),
    // Once the endpoint of before is gone, the plan alone knows what it had: it is gone on with.
    recovers: (line, trouble) =>
      trouble === 'conflict' && !/^(?:DELETE|GET) /.test(line) ? 'repeats' : recovers(line, trouble),
    argv: `${apply} --allow-replace`,
    stdin: fraud(
      1,
      `route_optimized: true
tags: [{ key: team, value: risk }]
email_notifications: { on_update_failure: [ada@example.com] }
ai_gateway: ${JSON.stringify(table('old'))}
permissions:
  - { group_name: users, level: CAN_QUERY }
`,
    ),
  }),
  declared({
    name: 'apply: the permissions of a scope',
    given: settled(async ({ client: { secrets } }) => {
      await secrets.createScope({ scope: 'llm' });
      await secrets.putAcl({ scope: 'llm', principal: 'auditors', permission: 'READ' });
      await secrets.putAcl({ scope: 'llm', principal: 'users', permission: 'READ' });
    }),
    argv: apply,
    stdin: `resources:
  secret_scopes:
    llm: { name: llm, permissions: [{ level: WRITE, group_name: users }] }
`,
  }),
  declared({
    name: 'destroy',
    given: settled(applied),
    argv: 'destroy -f - --yes',
    stdin: chat,
  }),
]);
