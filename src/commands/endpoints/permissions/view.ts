import type { ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import { tableView, type View } from '../../../output/view.ts';

interface Row {
  readonly principal: string;
  readonly kind: string;
  readonly level: string;
  readonly from: string;
}

const rows = tableView<Row>(
  [
    { header: 'PRINCIPAL', cell: ({ principal }) => principal },
    { header: 'KIND', cell: ({ kind }) => kind },
    { header: 'LEVEL', cell: ({ level }) => level },
    { header: 'FROM', cell: ({ from }) => from },
  ],
  ({ principal }) => principal,
  'nobody has a permission on it',
);

/** A row for each permission of each principal; what is inherited says where from. */
export const permissionsView: View<ServingEndpointPermissions> = {
  human: (permissions, look) => rows.human(toRows(permissions), look),
  names: (permissions) => [...new Set(rows.names(toRows(permissions)))],
};

const toRows = ({ access_control_list: list = [] }: ServingEndpointPermissions): readonly Row[] =>
  list.flatMap((entry) =>
    (entry.all_permissions ?? []).map((permission) => ({
      principal: entry.user_name ?? entry.group_name ?? entry.service_principal_name ?? '',
      kind: entry.user_name ? 'user' : entry.group_name ? 'group' : 'service principal',
      level: permission.permission_level ?? '',
      from: permission.inherited ? (permission.inherited_from_object ?? []).join(', ') : 'granted here',
    })),
  );
