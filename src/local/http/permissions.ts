import { list, message, text, type Decoded } from '../decode.ts';
import type { ControlServices } from '../services.ts';
import type { GrantRecord } from '../store/store.ts';
import { doesNotExist, invalidParameter } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { readBody } from './body.ts';

const kinds = ['user_name', 'group_name', 'service_principal_name'] as const;

const permissionLevels = {
  CAN_MANAGE: 'Can edit, delete and change permissions of the serving endpoint',
  CAN_QUERY: 'Can query the serving endpoint',
  CAN_VIEW: 'Can view the serving endpoint',
};

const permissionsRequest = message({
  access_control_list: list(
    message({ user_name: text, group_name: text, service_principal_name: text, permission_level: text }),
  ),
});

type Item = NonNullable<Decoded<typeof permissionsRequest>['access_control_list']>[number];

/** get, set, update, levels. Endpoints are named by id here. */
export function mountPermissions(app: LocalApp, { store, directory }: ControlServices): void {
  const path = '/api/2.0/permissions/serving-endpoints/:id';
  const requireEndpoint = (id: string): string => {
    if (directory.findById(id)) return id;
    throw doesNotExist(`Serving endpoint with id '${id}' does not exist.`);
  };

  app.get(path, (c) => {
    const id = requireEndpoint(c.req.param('id'));
    return c.json(answer(id, store.permissions.list(id)));
  });

  app.get(`${path}/permissionLevels`, (c) => {
    requireEndpoint(c.req.param('id'));
    const levels = Object.entries(permissionLevels);
    return c.json({
      permission_levels: levels.map(([permission_level, description]) => ({ permission_level, description })),
    });
  });

  app.put(path, async (c) => {
    const { access_control_list = [] } = await readBody(c, permissionsRequest);
    const id = requireEndpoint(c.req.param('id'));
    const grants = merged([], access_control_list.map(readItem));
    store.transaction(() => {
      store.permissions.replace(id, grants);
    });
    return c.json(answer(id, grants));
  });

  app.patch(path, async (c) => {
    const { access_control_list = [] } = await readBody(c, permissionsRequest);
    const id = requireEndpoint(c.req.param('id'));
    const added = access_control_list.map(readItem);
    const grants = store.transaction(() => {
      const next = merged(store.permissions.list(id), added);
      store.permissions.replace(id, next);
      return next;
    });
    return c.json(answer(id, grants));
  });
}

function readItem(item: Item): GrantRecord {
  const named = kinds.filter((kind) => item[kind] !== undefined);
  const [kind] = named;
  const principal = kind && item[kind];
  if (!kind || !principal || named.length > 1) {
    throw invalidParameter(`Each entry of access_control_list must have exactly one of ${kinds.join(', ')}.`);
  }
  const { permission_level } = item;
  if (permission_level === undefined || !Object.hasOwn(permissionLevels, permission_level)) {
    throw invalidParameter(
      `'${permission_level ?? ''}' is not a permission level of serving endpoints. Supported: ${Object.keys(permissionLevels).join(', ')}.`,
    );
  }
  return { kind, principal, permission_level };
}

/** One level for each principal: the later grant holds. */
function merged(before: readonly GrantRecord[], added: readonly GrantRecord[]): readonly GrantRecord[] {
  const keyed = [...before, ...added].map((grant) => [`${grant.kind} ${grant.principal}`, grant] as const);
  return [...new Map(keyed).values()];
}

function answer(id: string, grants: readonly GrantRecord[]) {
  const direct = grants.map(({ kind, principal, permission_level }) => ({
    [kind]: principal,
    display_name: principal,
    all_permissions: [{ permission_level, inherited: false }],
  }));
  // Administrators manage every endpoint of a workspace.
  const inherited = {
    group_name: 'admins',
    all_permissions: [
      { permission_level: 'CAN_MANAGE', inherited: true, inherited_from_object: ['/serving-endpoints/'] },
    ],
  };
  return {
    object_id: `/serving-endpoints/${id}`,
    object_type: 'serving-endpoint',
    access_control_list: [...direct, inherited],
  };
}
