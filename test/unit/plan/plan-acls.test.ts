import { describe, expect, it } from 'vitest';
import { planAcls } from '../../../src/plan/plan-acls.ts';

const me = 'me@example.com';
const id = '0a0a0a0a-0000-4000-8000-000000000001';
const callsOf = (
  permissions: Parameters<typeof planAcls>[0]['permissions'],
  live: readonly (readonly [string, string])[] | undefined,
  caller?: string,
) => {
  const acls = live?.map(([principal, permission]) => ({ principal, permission }));
  const { steps, changes, ignored } = planAcls({ scope: 's', permissions }, acls, caller);
  expect(changes.map(({ call }) => call)).toEqual(steps.map(({ call }) => call));
  return {
    calls: steps.map(({ call, body }) => [call, ...Object.values(body).slice(1)].join(' ')),
    kept: ignored.map(({ path }) => path),
  };
};

describe('who may do what with a scope', () => {
  it('is put and taken away, one call each', () => {
    const declared = [
      { level: 'READ', group_name: 'a' },
      { level: 'WRITE', user_name: 'b@example.com' },
    ];
    const live = [
      ['a', 'WRITE'],
      ['b@example.com', 'WRITE'],
      ['c', 'READ'],
    ] as const;
    expect(callsOf(declared, live, me).calls).toEqual(['put-secret-acl a READ', 'delete-secret-acl c']);
  });

  it('is the same whatever the case of an address or an id, and not of a group', () => {
    const declared = [
      { level: 'READ', user_name: 'Ana@Example.com' },
      { level: 'READ', service_principal_name: id.toUpperCase() },
      { level: 'READ', group_name: 'Readers' },
    ];
    const live = [
      ['ana@example.com', 'READ'],
      [id, 'READ'],
      ['readers', 'READ'],
    ] as const;
    expect(callsOf(declared, live, me).calls).toEqual([
      'put-secret-acl Readers READ',
      'delete-secret-acl readers',
    ]);
  });

  it('counts the highest of several grants', () => {
    const declared = [
      { level: 'READ', group_name: 'a' },
      { level: 'MANAGE', group_name: 'a' },
    ];
    expect(callsOf(declared, [['a', 'MANAGE']], me).calls).toEqual([]);
  });

  it('never takes MANAGE from who applies, nor lowers it', () => {
    expect(callsOf([], [[me, 'MANAGE']], me)).toEqual({ calls: [], kept: [`permissions[${me}]`] });
    const lower = [{ level: 'READ', user_name: me }];
    expect(callsOf(lower, [[me, 'MANAGE']], me)).toEqual({ calls: [], kept: [`permissions[${me}]`] });
    // Who creates a scope gets MANAGE.
    expect(callsOf(lower, undefined, me)).toEqual({ calls: [], kept: [`permissions[${me}]`] });
    expect(callsOf([], [['b@example.com', 'MANAGE']], me).calls).toEqual(['delete-secret-acl b@example.com']);
  });

  it('leaves MANAGE to everybody who may be the one that applies, where that is not known', () => {
    const live = [
      ['b@example.com', 'MANAGE'],
      [id, 'MANAGE'],
      ['a group', 'MANAGE'],
      ['c@example.com', 'WRITE'],
    ] as const;
    expect(callsOf([], live).calls).toEqual(['delete-secret-acl a group', 'delete-secret-acl c@example.com']);
  });
});
