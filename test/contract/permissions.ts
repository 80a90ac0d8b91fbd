import type { ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import { describe, expect, test } from 'vitest';
import { deploy, custom, errorOf, type MakeWorkspace, open } from './workspace.ts';

/** The grants made on the endpoint itself: `name level`. */
const direct = ({ access_control_list = [] }: ServingEndpointPermissions): readonly string[] =>
  access_control_list
    .flatMap(({ user_name, group_name, service_principal_name, all_permissions = [] }) =>
      all_permissions
        .filter(({ inherited }) => inherited !== true)
        .map(
          ({ permission_level }) =>
            `${user_name ?? group_name ?? service_principal_name ?? ''} ${permission_level ?? ''}`,
        ),
    )
    .toSorted();

export function permissionsContract(make: MakeWorkspace): void {
  describe('permissions', () => {
    async function openWithEndpoint() {
      const opened = await open(make);
      const { id = '' } = await deploy(opened.client, custom('mine'));
      return { ...opened, id, path: `/api/2.0/permissions/serving-endpoints/${id}` };
    }

    test('the creator may manage what it made', async () => {
      const { client, lastSent, id, path } = await openWithEndpoint();
      const permissions = await client.permissions.get(id);
      expect(lastSent()).toEqual([`GET ${path}`]);
      expect(permissions).toMatchObject({
        object_id: `/serving-endpoints/${id}`,
        object_type: 'serving-endpoint',
      });
      expect(direct(permissions)).toEqual([expect.stringMatching(/ CAN_MANAGE$/)]);
    });

    test('a set replaces every direct grant', async () => {
      const { client, lastSent, id, path } = await openWithEndpoint();
      const body = { access_control_list: [{ group_name: 'users', permission_level: 'CAN_QUERY' }] };
      const answered = await client.permissions.set(id, body);
      expect(lastSent()).toEqual([`PUT ${path}`, body]);
      expect(direct(answered)).toEqual(['users CAN_QUERY']);
      expect(direct(await client.permissions.get(id))).toEqual(['users CAN_QUERY']);
    });

    test('an update adds to the grants, and changes them', async () => {
      const { client, lastSent, id, path } = await openWithEndpoint();
      await client.permissions.set(id, {
        access_control_list: [
          { group_name: 'users', permission_level: 'CAN_VIEW' },
          { user_name: 'a@example.com', permission_level: 'CAN_VIEW' },
        ],
      });
      const body = {
        access_control_list: [
          { group_name: 'users', permission_level: 'CAN_QUERY' },
          { service_principal_name: 'c0ffee', permission_level: 'CAN_MANAGE' },
        ],
      };
      const answered = await client.permissions.update(id, body);
      expect(lastSent()).toEqual([`PATCH ${path}`, body]);
      expect(direct(answered)).toEqual(['a@example.com CAN_VIEW', 'c0ffee CAN_MANAGE', 'users CAN_QUERY']);
    });

    test('the levels are three', async () => {
      const { client, lastSent, id, path } = await openWithEndpoint();
      const { permission_levels = [] } = await client.permissions.levels(id);
      expect(lastSent()).toEqual([`GET ${path}/permissionLevels`]);
      expect(permission_levels.map(({ permission_level }) => permission_level).toSorted()).toEqual([
        'CAN_MANAGE',
        'CAN_QUERY',
        'CAN_VIEW',
      ]);
    });

    test('a grant to nobody is refused', async () => {
      const { client, id } = await openWithEndpoint();
      const body = { access_control_list: [{ permission_level: 'CAN_QUERY' }] };
      expect(await errorOf(client.permissions.update(id, body))).toMatchObject({ status: 400, exitCode: 2 });
    });

    test('permissions go by id, not by name', async () => {
      const { client } = await openWithEndpoint();
      expect(await errorOf(client.permissions.get('mine'))).toMatchObject({ exitCode: 5 });
    });

    test('a service principal is found by its name, quotes and all', async () => {
      const { client, lastSent } = await open(make);
      const [found, ...others] = await client.servicePrincipals.named('the "deployer"');
      expect(others).toEqual([]);
      expect(found?.applicationId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
      expect(lastSent()).toEqual([
        'GET /api/2.0/preview/scim/v2/ServicePrincipals?filter=displayName%20eq%20%22the%20%5C%22deployer%5C%22%22&attributes=applicationId',
      ]);
    });
  });
}
