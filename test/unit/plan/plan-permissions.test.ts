import { describe, expect, it } from 'vitest';
import type { ServingEndpointPermissions } from '../../../schemas/api/permissions.ts';
import type { EndpointGrant } from '../../../schemas/manifest/grant.ts';
import { planPermissions } from '../../../src/plan/plan-permissions.ts';

const direct = (principal: object, permission_level: string) => ({
  ...principal,
  all_permissions: [{ permission_level, inherited: false }],
});
const admins = {
  group_name: 'admins',
  all_permissions: [{ permission_level: 'CAN_MANAGE', inherited: true }],
};
const me = 'me@example.com';
const mine = direct({ user_name: me }, 'CAN_MANAGE');

const planned = (
  declared: EndpointGrant[],
  access_control_list: NonNullable<ServingEndpointPermissions['access_control_list']>,
  caller: string | undefined = me,
) => planPermissions('chat', declared, { access_control_list }, caller);

describe('planning permissions', () => {
  it('adds grants without touching the others', () => {
    const { changes, steps } = planned([{ group_name: 'staff', level: 'CAN_QUERY' }], [mine, admins]);
    expect(changes).toMatchObject([{ path: 'permissions[group staff]', to: 'CAN_QUERY', reason: 'added' }]);
    expect(steps).toMatchObject([
      {
        call: 'update-permissions',
        body: { access_control_list: [{ group_name: 'staff', permission_level: 'CAN_QUERY' }] },
      },
    ]);
  });

  it('sets the whole list where a grant goes, with CAN_MANAGE for who applies', () => {
    const { changes, steps, ignored } = planned(
      [{ group_name: 'staff', level: 'CAN_QUERY' }],
      [
        mine,
        direct({ group_name: 'staff' }, 'CAN_VIEW'),
        direct({ user_name: 'old@example.com' }, 'CAN_QUERY'),
      ],
    );
    expect(changes).toMatchObject([
      { path: 'permissions[group staff]', from: 'CAN_VIEW', to: 'CAN_QUERY', reason: 'changed' },
      { path: 'permissions[user old@example.com]', from: 'CAN_QUERY', reason: 'removed' },
    ]);
    expect(ignored).toMatchObject([{ path: `permissions[user ${me}]`, policy: 'own-grant' }]);
    expect(steps).toMatchObject([
      {
        call: 'set-permissions',
        body: {
          access_control_list: [
            { group_name: 'staff', permission_level: 'CAN_QUERY' },
            { user_name: me, permission_level: 'CAN_MANAGE' },
          ],
        },
      },
    ]);
  });

  it('gives CAN_MANAGE to who applies even where that comes from a group, which may lose it by this very call', () => {
    const { steps } = planned([], [direct({ group_name: 'staff' }, 'CAN_MANAGE')]);
    expect(steps).toMatchObject([
      { body: { access_control_list: [{ user_name: me, permission_level: 'CAN_MANAGE' }] } },
    ]);
  });

  it('does not lower who applies', () => {
    expect(planned([{ user_name: me, level: 'CAN_QUERY' }], [mine])).toMatchObject({
      changes: [],
      steps: [],
    });
  });

  it('takes CAN_MANAGE from nobody where it does not know who applies, groups aside', () => {
    const someone = direct({ service_principal_name: 'id' }, 'CAN_MANAGE');
    const list = [mine, someone, direct({ group_name: 'staff' }, 'CAN_MANAGE')];
    const { changes, ignored } = planPermissions('chat', [], { access_control_list: list }, undefined);
    expect(changes.map(({ path }) => path)).toEqual(['permissions[group staff]']);
    expect(ignored.map(({ path }) => path)).toEqual([
      `permissions[user ${me}]`,
      'permissions[service principal id]',
    ]);
  });

  it('leaves inherited grants alone, and takes the highest of several levels', () => {
    const several = {
      user_name: 'a@example.com',
      all_permissions: [
        { permission_level: 'CAN_VIEW', inherited: false },
        { permission_level: 'CAN_QUERY', inherited: false },
      ],
    };
    const declared = [
      { user_name: 'A@example.com', level: 'CAN_QUERY' },
      { user_name: 'A@example.com', level: 'CAN_VIEW' },
    ];
    expect(planned(declared, [several, admins])).toMatchObject({ changes: [], ignored: [], steps: [] });
  });

  it('knows a service principal by its application id', () => {
    const id = '0a0a0a0a-0000-4000-8000-000000000001';
    const { steps } = planned([], [direct({ group_name: 'staff' }, 'CAN_VIEW')], id);
    expect(steps).toMatchObject([
      { body: { access_control_list: [{ service_principal_name: id, permission_level: 'CAN_MANAGE' }] } },
    ]);
  });
});
