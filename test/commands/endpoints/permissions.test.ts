import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../helpers/run.ts';
import { type Answer, answer, scriptedTransport } from '../../helpers/scripted-transport.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { chat } from './manifests.ts';

const applicationId = '0b5b1a52-4a0d-4b8e-9d2c-3f6d2e1c0a9f';

interface Permissions {
  readonly access_control_list: readonly Record<string, unknown>[];
}

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  await folder.save('chat.yaml', chat);
  expect((await folder.run('endpoints create -f chat.yaml -q')).code).toBe(0);
});
afterEach(() => folder[Symbol.asyncDispose]());

/** `who=LEVEL` of each direct grant. */
const direct = async (): Promise<readonly string[]> => {
  const { stdout } = await folder.run('endpoints permissions get chat -o json');
  const { access_control_list: list } = JSON.parse(stdout) as Permissions;
  return list.flatMap((entry) => {
    const who = String(entry['user_name'] ?? entry['group_name'] ?? entry['service_principal_name']);
    const all = entry['all_permissions'] as readonly { permission_level: string; inherited?: boolean }[];
    return all
      .filter(({ inherited }) => inherited !== true)
      .map(({ permission_level: level }) => `${who}=${level}`);
  });
};

describe('permissions by name', () => {
  it('update adds to what is there, levels written long or short', async () => {
    const before = await direct();
    const { code, stdout, stderr } = await folder.run(
      'endpoints permissions update chat --user ana@example.com=CAN_QUERY --group science=view --service-principal deployer=Can_Manage',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'updated the permissions of endpoint chat\n' });
    expect(stdout).toMatch(/^PRINCIPAL +KIND +LEVEL +FROM$/m);
    expect(stdout).toMatch(/^ana@example\.com +user +CAN_QUERY +granted here$/m);
    expect(await direct()).toEqual(
      expect.arrayContaining([
        ...before,
        'ana@example.com=CAN_QUERY',
        'science=CAN_VIEW',
        expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}=CAN_MANAGE$/),
      ]),
    );
  });

  it('set replaces what is there, and keeps the caller', async () => {
    await folder.run('endpoints permissions update chat --group science=CAN_VIEW');
    const { code } = await folder.run('endpoints permissions set chat --user ana@example.com=CAN_QUERY');
    expect(code).toBe(0);
    const now = await direct();
    expect(now).toContain('ana@example.com=CAN_QUERY');
    expect(now).not.toContain('science=CAN_VIEW');
    expect(now).toContain('local-user@localhost=CAN_MANAGE');
  });

  it('set does not let the caller lock themselves out', async () => {
    const { code, stderr } = await folder.run(
      'endpoints permissions set chat --user local-user@localhost=CAN_VIEW',
    );
    expect(code).toBe(0);
    expect(stderr).toContain('warning: you keep CAN_MANAGE');
    expect(await direct()).toEqual(['local-user@localhost=CAN_MANAGE']);
  });

  it('take grants from a file', async () => {
    await folder.save(
      'grants.yaml',
      'access_control_list:\n  - group_name: science\n    permission_level: CAN_QUERY\n',
    );
    expect((await folder.run('endpoints permissions update chat -f grants.yaml')).code).toBe(0);
    expect(await direct()).toContain('science=CAN_QUERY');
  });

  it('refuse a file that is wrong, each finding with its place', async () => {
    await folder.save(
      'grants.yaml',
      'access_control_list:\n  - group_name: science\n  - { group_name: a, user_name: b, permission_level: CAN_VIEW }\n  - { permision_level: CAN_VIEW, group_name: c }\n',
    );
    const { code, stderr } = await folder.run('endpoints permissions update chat -f grants.yaml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/grants\.yaml:2:\d+: error\[missing-key\]/);
    expect(stderr).toMatch(/grants\.yaml:3:\d+: error\[grant-principal\]/);
    expect(stderr).toMatch(/grants\.yaml:4:\d+: error\[unknown-key\]/);
  });

  it.each([
    ['permissions update chat', 'nothing is granted'],
    ['permissions update chat --user ana@example.com', 'write NAME=LEVEL'],
    ['permissions update chat --user ana@example.com=ALL', 'levels are CAN_VIEW, CAN_QUERY and CAN_MANAGE'],
    ['permissions update chat --user =CAN_VIEW', 'write NAME=LEVEL'],
  ])('end with 2: %s', async (argv, message) => {
    const { code, stderr } = await folder.run(`endpoints ${argv}`);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('of an endpoint that is not there end with 5', async () => {
    for (const verb of [
      'get nowhere',
      'set nowhere --group a=CAN_VIEW',
      'update nowhere --group a=CAN_VIEW',
    ]) {
      expect((await folder.run(`endpoints permissions ${verb}`)).code).toBe(5);
    }
  });

  it('with --dry-run change nothing', async () => {
    const before = await direct();
    const { code, stdout } = await folder.run(
      'endpoints permissions set chat --group a=CAN_VIEW --dry-run -o json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        method: 'PUT',
        body: {
          access_control_list: [
            { group_name: 'a', permission_level: 'CAN_VIEW' },
            { user_name: 'local-user@localhost', permission_level: 'CAN_MANAGE' },
          ],
        },
      },
    ]);
    expect(await direct()).toEqual(before);
  });
});

describe('a set where the workspace does not say who asks', () => {
  it('goes on, and warns', async () => {
    const transport = scriptedTransport(
      answer(200, { name: 'chat', id: '1' }),
      answer(403, { error_code: 'PERMISSION_DENIED', message: 'no SCIM' }),
      answer(200, {}),
    );
    const { code, stderr } = await run('endpoints permissions set chat --group a=CAN_VIEW', { transport });
    expect(code).toBe(0);
    expect(stderr).toContain('warning: the workspace does not say who you are');
    expect(transport.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/2.0/serving-endpoints/chat',
      'GET /api/2.0/preview/scim/v2/Me',
      'PUT /api/2.0/permissions/serving-endpoints/1',
    ]);
  });

  it('names a service principal by its application id', async () => {
    const transport = scriptedTransport(
      answer(200, { name: 'chat', id: '1' }),
      answer(200, { userName: '1234-abcd' }),
      answer(200, {}),
    );
    await run('endpoints permissions set chat --group a=CAN_VIEW', { transport });
    expect(JSON.parse(String(transport.requests[2]?.body))).toEqual({
      access_control_list: [
        { group_name: 'a', permission_level: 'CAN_VIEW' },
        { service_principal_name: '1234-abcd', permission_level: 'CAN_MANAGE' },
      ],
    });
  });

  describe('a service principal', () => {
    const found = (...ids: readonly string[]) =>
      answer(200, { totalResults: ids.length, Resources: ids.map((applicationId) => ({ applicationId })) });
    const grant = (who: string, ...answers: readonly Answer[]) => {
      const transport = scriptedTransport(answer(200, { name: 'chat', id: '1' }), ...answers);
      const command = `endpoints permissions update chat --service-principal ${who}=CAN_QUERY`;
      return { transport, done: run(command, { transport }) };
    };

    it('is looked up by its name', async () => {
      const { transport, done } = grant('deployer', found(applicationId), answer(200, {}));
      expect((await done).code).toBe(0);
      const [, lookUp, update] = transport.requests;
      expect(new URL(lookUp?.path ?? '', 'http://x').searchParams.get('filter')).toBe(
        'displayName eq "deployer"',
      );
      expect(JSON.parse(String(update?.body))).toEqual({
        access_control_list: [{ service_principal_name: applicationId, permission_level: 'CAN_QUERY' }],
      });
    });

    it('is looked up where a manifest names it', async () => {
      await folder.save('grant.yaml', 'permissions: [{ level: CAN_VIEW, service_principal_name: deployer }]');
      expect((await folder.run('endpoints update chat -f grant.yaml')).code).toBe(0);
      expect(await direct()).toContainEqual(expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}=CAN_VIEW$/));
    });

    it('is taken by its application id as it is', async () => {
      const { transport, done } = grant(applicationId, answer(200, {}));
      expect((await done).code).toBe(0);
      expect(transport.requests).toHaveLength(2);
    });

    it.each([
      ['nobody', found(), 5, "error: there is no service principal called 'deployer'"],
      ['more than one', found('a', 'b'), 2, "error: 2 service principals are called 'deployer'"],
    ])('whose name %s has changes nothing', async (_, answered, code, message) => {
      const { transport, done } = grant('deployer', answered);
      const { code: ended, stderr } = await done;
      expect(ended).toBe(code);
      expect(stderr).toContain(message);
      expect(transport.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    });
  });
});
