import { describe, expect, it } from 'vitest';
import type { WorkspaceClient } from '../../src/client/workspace-client.ts';
import type { Invocation } from '../helpers/fault-workspace.ts';
import { servedWorkspace, type KillPoint, type ProcessResult } from '../helpers/kill.ts';
import { workspaceState } from '../helpers/workspace-state.ts';

interface Killed extends Invocation {
  readonly given?: (client: WorkspaceClient) => Promise<unknown>;
  /** What a user runs next; default: the same command. */
  readonly again?: (last: ProcessResult) => Invocation;
  /** Which mutations it is killed at, as `POST /path`; default: all. */
  readonly at?: RegExp;
}

const chat = `name: chat
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' }
permissions:
  - { group_name: users, level: CAN_QUERY }
`;

const commands: Readonly<Record<string, Killed>> = {
  'endpoints create, with permissions': {
    argv: 'endpoints create -f -',
    stdin: chat,
    // Taken, or still being deployed: it is there, and an update grants what is missing.
    again: ({ stderr }) => {
      const isThere = /endpoints update chat -f|currently updating/.test(stderr);
      return { argv: `endpoints ${isThere ? 'update chat' : 'create'} -f -`, stdin: chat };
    },
  },
  apply: {
    argv: 'apply -f - --yes',
    stdin: `${chat}secrets:
  - { scope: llm, key: openai-api-key, from_env: OPENAI_API_KEY }
`,
    env: { OPENAI_API_KEY: 'sk-new' },
    at: /scopes\/create$|\/serving-endpoints$|permissions/,
  },
  'apply that replaces': {
    given: async (client) => {
      const { id = '' } = await client.endpoints.create({
        name: 'churn',
        config: {
          served_entities: [
            { name: 'm', entity_name: 'main.m.c', entity_version: '1', scale_to_zero_enabled: true },
          ],
        },
        tags: [{ key: 'team', value: 'growth' }],
      });
      const granted = [{ group_name: 'users', permission_level: 'CAN_QUERY' }];
      await client.permissions.update(id, { access_control_list: granted });
    },
    argv: 'apply -f - --yes --allow-replace',
    stdin: `name: churn
description: who leaves
config:
  served_entities: [{ name: m, entity_name: main.m.c, entity_version: '1', scale_to_zero_enabled: true }]
tags: [{ key: team, value: growth }]
permissions: [{ group_name: users, level: CAN_QUERY }]
`,
  },
  'endpoints delete': {
    given: (client) => client.endpoints.create({ name: 'chat' }),
    argv: 'endpoints delete chat --yes --ignore-not-found',
  },
  'secrets put': {
    given: (client) => client.secrets.createScope({ scope: 'llm' }),
    argv: 'secrets put llm token --from-env TOKEN',
    env: { TOKEN: 'new' },
  },
};

describe.each(Object.entries(commands))('%s, killed', (_, command) => {
  it('before and after each of its requests, converges when it is run again', async () => {
    await using calm = await servedWorkspace();
    await command.given?.(calm.client);
    const before = await workspaceState(calm.client);
    const undisturbed = await calm.run(command);
    expect(undisturbed).toMatchObject({ code: 0, signal: undefined });
    const wanted = await workspaceState(calm.client);
    expect(wanted).not.toEqual(before);
    for (const point of pointsOf(undisturbed, command.at)) await expectConvergence(command, point, wanted);
  });
});

/** Where a kill makes a difference: at each mutation, and while the command looks at what came of the last. */
function pointsOf({ requests }: ProcessResult, at = /^/): readonly KillPoint[] {
  const mutations = requests.flatMap((line, index) =>
    !line.startsWith('GET ') && at.test(line) ? [index + 1] : [],
  );
  const looks = requests.at(-1)?.startsWith('GET ') ? [requests.length] : [];
  return [
    ...mutations.flatMap((request) => [
      { request, when: 'before' as const },
      { request, when: 'after' as const },
    ]),
    ...looks.map((request) => ({ request, when: 'after' as const })),
  ];
}

async function expectConvergence(command: Killed, point: KillPoint, wanted: unknown): Promise<void> {
  await using workspace = await servedWorkspace();
  await command.given?.(workspace.client);
  let last = await workspace.run(command, point);
  expect({ point, signal: last.signal, sent: last.requests.length }).toEqual({
    point,
    signal: 'SIGKILL',
    sent: point.request,
  });
  for (let runs = 0; last.code !== 0 && runs < 3; runs++) {
    last = await workspace.run(command.again?.(last) ?? command);
    expect([0, 6]).toContain(last.code);
  }
  expect({ point, code: last.code, stderr: last.stderr }).toMatchObject({ code: 0 });
  expect(await workspaceState(workspace.client)).toEqual(wanted);
}
