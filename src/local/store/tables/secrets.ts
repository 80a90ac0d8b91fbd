import type { Connection, Row } from '../driver.ts';
import type { AclRecord, ScopeRecord, SecretRecord, SecretTable } from '../store.ts';

/** Scopes are found by their lower-cased name: the real service ignores case in scope names, though not in keys. */
const fold = (scope: string): string => scope.toLowerCase();

export function secretTable(connection: Connection): SecretTable {
  return { ...scopes(connection), ...secrets(connection), ...acls(connection) };
}

function scopes(connection: Connection): Pick<SecretTable, 'scopes' | 'scope' | 'putScope' | 'deleteScope'> {
  return {
    scopes: () => connection.all('SELECT record FROM scopes ORDER BY folded').map(scopeOf),
    scope: (name) => connection.all('SELECT record FROM scopes WHERE folded = ?', fold(name)).map(scopeOf)[0],
    putScope: (scope) => {
      connection.run(
        'INSERT INTO scopes (folded, record) VALUES (?, ?)',
        fold(scope.name),
        JSON.stringify(scope),
      );
    },
    deleteScope: (name) => {
      connection.run('DELETE FROM secrets WHERE scope = ?', fold(name));
      connection.run('DELETE FROM acls WHERE scope = ?', fold(name));
      return connection.run('DELETE FROM scopes WHERE folded = ?', fold(name)) > 0;
    },
  };
}

function secrets(connection: Connection): Pick<SecretTable, 'list' | 'get' | 'put' | 'delete'> {
  return {
    list: (scope) =>
      connection.all('SELECT * FROM secrets WHERE scope = ? ORDER BY key', fold(scope)).map(secretOf),
    get: (scope, key) =>
      connection.all('SELECT * FROM secrets WHERE scope = ? AND key = ?', fold(scope), key).map(secretOf)[0],
    put: (scope, secret) => {
      connection.run(
        `INSERT INTO secrets (scope, key, value, updated_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
        fold(scope),
        secret.key,
        secret.value,
        secret.last_updated_timestamp,
      );
    },
    delete: (scope, key) =>
      connection.run('DELETE FROM secrets WHERE scope = ? AND key = ?', fold(scope), key) > 0,
  };
}

function acls(connection: Connection): Pick<SecretTable, 'acls' | 'acl' | 'putAcl' | 'deleteAcl'> {
  return {
    acls: (scope) =>
      connection.all('SELECT * FROM acls WHERE scope = ? ORDER BY principal', fold(scope)).map(aclOf),
    acl: (scope, principal) =>
      connection
        .all('SELECT * FROM acls WHERE scope = ? AND principal = ?', fold(scope), principal)
        .map(aclOf)[0],
    putAcl: (scope, acl) => {
      connection.run(
        `INSERT INTO acls (scope, principal, permission) VALUES (?, ?, ?)
         ON CONFLICT (scope, principal) DO UPDATE SET permission = excluded.permission`,
        fold(scope),
        acl.principal,
        acl.permission,
      );
    },
    deleteAcl: (scope, principal) =>
      connection.run('DELETE FROM acls WHERE scope = ? AND principal = ?', fold(scope), principal) > 0,
  };
}

const scopeOf = (row: Row): ScopeRecord => JSON.parse(String(row['record'])) as ScopeRecord;

const secretOf = (row: Row): SecretRecord => ({
  key: String(row['key']),
  value: String(row['value']),
  last_updated_timestamp: Number(row['updated_at']),
});

const aclOf = (row: Row): AclRecord => ({
  principal: String(row['principal']),
  permission: String(row['permission']),
});
