import { randomInt } from 'node:crypto';
import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Connection } from './driver.ts';

/** Marks a file as a local workspace: `srvc`. */
const applicationId = 0x73727663;

/** Each takes the file one version up; the first makes it. Never edit one that was released: add another. */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE endpoints (name TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
  CREATE TABLE grants (
    endpoint_id TEXT NOT NULL, kind TEXT NOT NULL, principal TEXT NOT NULL, permission_level TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, kind, principal)
  ) STRICT;
  CREATE TABLE scopes (folded TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE secrets (
    scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE acls (
    scope TEXT NOT NULL, principal TEXT NOT NULL, permission TEXT NOT NULL, PRIMARY KEY (scope, principal)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE usage (
    endpoint_id TEXT NOT NULL, subject TEXT NOT NULL, at INTEGER NOT NULL, calls INTEGER NOT NULL, tokens INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX usage_by_subject ON usage (endpoint_id, subject, at);
  CREATE INDEX usage_by_time ON usage (at);
  CREATE TABLE requests (
    endpoint_id TEXT NOT NULL, entity TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, latency INTEGER NOT NULL,
    request_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX requests_by_endpoint ON requests (endpoint_id, at);
  CREATE TABLE tokens (hash TEXT PRIMARY KEY, subject TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
];

/**
 * Brings an opened file to this program's version. Call it inside a write transaction: of two processes that open a new file at
 * once, the second finds the work done.
 * @throws ServectlError `LOCAL_STORE_FOREIGN` for some other program's database, `LOCAL_STORE_NEWER` for a newer servectl's
 */
export function migrate(connection: Connection, path: string, now: number): void {
  const version = versionOf(connection, path);
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue;
    connection.exec(statements);
    connection.run('INSERT INTO migrations (version, applied_at) VALUES (?, ?)', index + 1, now);
  }
  if (version === 0) {
    const put = (key: string, value: string): number =>
      connection.run('INSERT INTO meta (key, value) VALUES (?, ?)', key, value);
    // Real workspace ids are numbers of up to 16 digits.
    put('workspace_id', String(randomInt(10 ** 14, 2 ** 48 - 1)));
    put('created_at', String(now));
  }
}

/** True where nothing has to be written to use the file. */
export const isCurrent = (connection: Connection, path: string): boolean =>
  pragma(connection, 'application_id') === applicationId && versionOf(connection, path) === migrations.length;

function versionOf(connection: Connection, path: string): number {
  if (pragma(connection, 'application_id') !== applicationId) {
    adopt(connection, path);
    return 0;
  }
  const version = Number(
    connection.all('SELECT max(version) AS version FROM migrations')[0]?.['version'] ?? 0,
  );
  if (version <= migrations.length) return version;
  throw new ServectlError(
    'LOCAL_STORE_NEWER',
    `${path} was written by a newer servectl (version ${version} of the file, this one knows ${migrations.length})`,
    ExitCode.failure,
    { hint: 'upgrade servectl, or name another file' },
  );
}

function adopt(connection: Connection, path: string): void {
  const [first] = connection.all('SELECT name FROM sqlite_schema LIMIT 1');
  if (first !== undefined) {
    throw new ServectlError(
      'LOCAL_STORE_FOREIGN',
      `${path} is a database of another program`,
      ExitCode.failure,
      { hint: 'name another file for the local workspace' },
    );
  }
  connection.exec(`PRAGMA application_id = ${applicationId}`);
  connection.exec(
    'CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT',
  );
}

function pragma(connection: Connection, name: string): number {
  return Number(connection.all(`PRAGMA ${name}`)[0]?.[name] ?? 0);
}
