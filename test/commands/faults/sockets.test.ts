import { describe, expect, it } from 'vitest';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { parseFaultRule, startLocalWorkspace, type RequestLogEntry } from '../../../src/local-entry.ts';
import type { Invocation } from '../../helpers/fault-workspace.ts';
import { run } from '../../helpers/run.ts';
import { workspaceState } from '../../helpers/workspace-state.ts';

const create: Invocation & { readonly argv: string } = {
  argv: 'endpoints create -f - -o name',
  stdin: `name: fraud
config:
  served_entities:
    - { name: fraud, entity_name: main.default.fraud, entity_version: '1', scale_to_zero_enabled: true }
`,
};
const put: Invocation & { readonly argv: string } = {
  argv: 'secrets put llm token --from-env TOKEN',
  env: { TOKEN: 'new' },
};
const remove: Invocation & { readonly argv: string } = {
  argv: 'endpoints delete old --yes --ignore-not-found',
};

const created = 'POST /api/2.0/serving-endpoints';
const stored = 'POST /api/2.0/secrets/put';
const removed = 'DELETE /api/2.0/serving-endpoints/old';

/** As the in-process matrix has it, over sockets that are really reset. */
describe.each([
  { name: 'endpoints create', line: created, command: create, exits: { reset: 0, truncated: 0 } },
  { name: 'secrets put', line: stored, command: put, exits: { reset: 9, truncated: 1 } },
  { name: 'endpoints delete', line: removed, command: remove, exits: { reset: 9, truncated: 1 } },
])('$name, over a network', ({ line, command, exits }) => {
  it.each([
    ['reset-before', exits.reset, false],
    ['reset-after', exits.reset, true],
    ['truncate', exits.truncated, true],
  ])('%s ends with %i, and the second run well', async (fault, code, isDone) => {
    const log: RequestLogEntry[] = [];
    await using workspace = await startLocalWorkspace({
      faults: [parseFaultRule(`${line} ${fault} times=1`)],
      onRequest: (entry) => log.push(entry),
    });
    const client = createWorkspaceClient(workspace.transport);
    await client.secrets.createScope({ scope: 'llm' });
    if (line === removed) await createOld(client);
    const env = { ...workspace.env, ...command.env };
    const first = await run(command.argv, { ...command, env });
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code });
    expect(first.stderr.match(/^error: /gm) ?? []).toHaveLength(code === 0 ? 0 : 1);
    expect(first.stderr).not.toMatch(/^ +at /m);
    expect(log.find(({ faults }) => faults.length > 0)).toMatchObject({ handled: isDone });

    const again = await run(line === created ? `${command.argv} --if-not-exists` : command.argv, {
      ...command,
      env,
    });
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 });
    const { endpoints, scopes } = await workspaceState(client);
    expect(Object.keys(endpoints)).toEqual(line === created ? ['fraud'] : []);
    const value = Buffer.from('new').toString('base64');
    expect(scopes).toMatchObject({ llm: { values: line === stored ? { token: value } : {} } });
    const done = log.filter((entry) => `${entry.method} ${entry.path}` === line && entry.handled);
    expect(done.filter(({ status = 200 }) => status < 300)).toHaveLength(line === stored && isDone ? 2 : 1);
  });
});

const createOld = (client: ReturnType<typeof createWorkspaceClient>) =>
  client.endpoints.create({ name: 'old' });
