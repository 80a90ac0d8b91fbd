import { describe, expect, it } from 'vitest';
import { localCaller } from '../../helpers/local.ts';
import { create, external } from '../../helpers/local-requests.ts';

const admins = {
  group_name: 'admins',
  all_permissions: [
    { permission_level: 'CAN_MANAGE', inherited: true, inherited_from_object: ['/serving-endpoints/'] },
  ],
};
const direct = (kind: string, name: string, permission_level: string) => ({
  [kind]: name,
  display_name: name,
  all_permissions: [{ permission_level, inherited: false }],
});

async function withChat() {
  const caller = await localCaller();
  const { id } = await create(caller, 'chat', [external('a')]);
  const path = `/api/2.0/permissions/serving-endpoints/${id}`;
  const send = async (method: string, access_control_list?: unknown) =>
    caller.call(method, path, access_control_list && { access_control_list });
  return { caller, id, path, send };
}

describe('permissions', () => {
  it('start with the creator, beside the administrators who manage everything', async () => {
    const { id, send } = await withChat();
    expect((await send('GET')).json).toEqual({
      object_id: `/serving-endpoints/${id}`,
      object_type: 'serving-endpoint',
      access_control_list: [direct('user_name', 'local-user@localhost', 'CAN_MANAGE'), admins],
    });
  });

  it('are merged by PATCH, where the later level of a principal holds', async () => {
    const { send } = await withChat();
    await send('PATCH', [{ group_name: 'data', permission_level: 'CAN_VIEW' }]);
    const { json } = await send('PATCH', [
      { group_name: 'data', permission_level: 'CAN_QUERY' },
      { service_principal_name: 'app-id', permission_level: 'CAN_QUERY' },
    ]);
    expect(json).toMatchObject({
      access_control_list: [
        direct('user_name', 'local-user@localhost', 'CAN_MANAGE'),
        direct('group_name', 'data', 'CAN_QUERY'),
        direct('service_principal_name', 'app-id', 'CAN_QUERY'),
        admins,
      ],
    });
    expect((await send('GET')).json).toEqual(json);
  });

  it("are replaced by PUT, the creator's too", async () => {
    const { send } = await withChat();
    const { json } = await send('PUT', [{ user_name: 'ada', permission_level: 'CAN_MANAGE' }]);
    expect(json).toMatchObject({ access_control_list: [direct('user_name', 'ada', 'CAN_MANAGE'), admins] });
    expect((await send('PUT', [])).json).toMatchObject({ access_control_list: [admins] });
  });

  it.each([
    [[{ permission_level: 'CAN_VIEW' }], /exactly one of/],
    [[{ user_name: 'a', group_name: 'b', permission_level: 'CAN_VIEW' }], /exactly one of/],
    [[{ user_name: 'a', permission_level: 'CAN_RUN' }], /'CAN_RUN' is not a permission level/],
  ])('refuse %j', async (list, message) => {
    const { send } = await withChat();
    for (const method of ['PUT', 'PATCH']) {
      expect(await send(method, list)).toMatchObject({
        status: 400,
        json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(message) as unknown },
      });
    }
  });

  it('have three levels', async () => {
    const { caller, path } = await withChat();
    const { json } = await caller.call('GET', `${path}/permissionLevels`);
    expect(json).toMatchObject({
      permission_levels: ['CAN_MANAGE', 'CAN_QUERY', 'CAN_VIEW'].map((permission_level) => ({
        permission_level,
        description: expect.any(String) as unknown,
      })),
    });
  });

  it('go by the id, not by the name', async () => {
    const { caller } = await withChat();
    expect(await caller.call('GET', '/api/2.0/permissions/serving-endpoints/chat')).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });
});
