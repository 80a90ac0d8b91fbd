import type { Connection, Row } from '../driver.ts';
import type { GrantRecord, PermissionTable } from '../store.ts';

export function permissionTable(connection: Connection): PermissionTable {
  return {
    list: (endpointId) =>
      connection
        .all(
          'SELECT kind, principal, permission_level FROM grants WHERE endpoint_id = ? ORDER BY rowid',
          endpointId,
        )
        .map(grantOf),
    replace: (endpointId, grants) => {
      connection.run('DELETE FROM grants WHERE endpoint_id = ?', endpointId);
      for (const { kind, principal, permission_level } of grants) {
        connection.run(
          'INSERT INTO grants (endpoint_id, kind, principal, permission_level) VALUES (?, ?, ?, ?)',
          endpointId,
          kind,
          principal,
          permission_level,
        );
      }
    },
  };
}

const grantOf = (row: Row): GrantRecord => ({
  kind: String(row['kind']) as GrantRecord['kind'],
  principal: String(row['principal']),
  permission_level: String(row['permission_level']),
});
