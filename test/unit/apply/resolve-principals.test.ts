import { describe, expect, it } from 'vitest';
import { resolvePrincipals } from '../../../src/apply/resolve-principals.ts';
import { ApiError, ConnectionError } from '../../../src/errors.ts';

const id = '0a0a0a0a-0000-4000-8000-000000000001';
const other = '0a0a0a0a-0000-4000-8000-000000000002';
const grant = (name: string) => ({ level: 'CAN_QUERY', service_principal_name: name });

function looking(found: Readonly<Record<string, readonly string[] | Error>>) {
  const asked: string[] = [];
  const named = async (name: string) => {
    await Promise.resolve();
    asked.push(name);
    const ids = found[name] ?? [];
    if (ids instanceof Error) throw ids;
    return ids.map((applicationId) => ({ applicationId }));
  };
  return { asked, client: { servicePrincipals: { named } } };
}

describe('names of service principals', () => {
  it('become application ids, each looked up once, in endpoints and scopes', async () => {
    const { client, asked } = looking({ deployer: [id] });
    const untouched = { name: 'c', permissions: [{ level: 'CAN_VIEW', group_name: 'deployer' }] };
    const { desired, findings } = await resolvePrincipals(client, {
      endpoints: [
        { name: 'a', permissions: [grant('deployer'), grant(other)] },
        { name: 'b', permissions: [grant('deployer')] },
        untouched,
      ],
      scopes: [{ scope: 's', permissions: [{ level: 'READ', service_principal_name: 'deployer' }] }],
    });
    expect(findings).toEqual([]);
    expect(asked).toEqual(['deployer']);
    expect(desired.endpoints.map(({ permissions }) => permissions)).toEqual([
      [grant(id), grant(other)],
      [grant(id)],
      untouched.permissions,
    ]);
    expect(desired.endpoints[2]).toBe(untouched);
    expect(desired.scopes?.[0]?.permissions).toEqual([{ level: 'READ', service_principal_name: id }]);
  });

  it('cost nothing where there are none', async () => {
    const { client, asked } = looking({});
    const desired = { endpoints: [{ name: 'a', permissions: [grant(id)] }] };
    expect((await resolvePrincipals(client, desired)).desired).toBe(desired);
    expect(asked).toEqual([]);
  });

  it('of nobody and of several are findings at their places, all at once', async () => {
    const denied = new ApiError({ status: 403, code: 'PERMISSION_DENIED', message: 'not for you' }, 4, false);
    const { client } = looking({ twins: [id, other], hidden: denied });
    const { findings } = await resolvePrincipals(client, {
      endpoints: [{ name: 'a', permissions: [grant('nobody'), grant('twins')] }],
      scopes: [{ scope: 's', permissions: [{ level: 'READ', service_principal_name: 'hidden' }] }],
    });
    expect(findings).toMatchObject([
      {
        endpoint: 'a',
        code: 'principal-unknown',
        severity: 'error',
        path: ['permissions', 0, 'service_principal_name'],
        message: "there is no service principal called 'nobody'",
      },
      { endpoint: 'a', code: 'principal-ambiguous', hint: `give the application id of one: ${id}, ${other}` },
      { scope: 's', code: 'principal-unreadable', path: ['permissions', 0, 'service_principal_name'] },
    ]);
  });

  it('that could not be asked for are a failure', async () => {
    const reset = new ConnectionError('RESET', 'the connection was reset', {
      retryable: true,
      ambiguous: false,
    });
    const { client } = looking({ a: reset });
    const desired = { endpoints: [{ name: 'a', permissions: [grant('a')] }] };
    await expect(resolvePrincipals(client, desired)).rejects.toBe(reset);
  });
});
