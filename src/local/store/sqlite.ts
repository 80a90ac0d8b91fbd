import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadDriver, type Connection } from './driver.ts';
import { patiently, storeFailure } from './failures.ts';
import { isCurrent, migrate } from './migrations.ts';
import type { Store } from './store.ts';
import { endpointTable } from './tables/endpoints.ts';
import { metadata } from './tables/metadata.ts';
import { permissionTable } from './tables/permissions.ts';
import { requestTable } from './tables/requests.ts';
import { secretTable } from './tables/secrets.ts';
import { tokenTable } from './tables/tokens.ts';
import { usageTable } from './tables/usage.ts';

export const inMemory = ':memory:';

/**
 * Opens, and makes where it is missing, the SQLite file of a workspace (folder 0700, file 0600).
 * Every commit is on disk before it returns (WAL, `synchronous = FULL`), and any number of processes may have the file open.
 * @throws ServectlError with a code that starts with `LOCAL_STORE_`
 */
export function openStore(path: string, now: number): Store {
  const open = loadDriver();
  try {
    if (path !== inMemory) makeFile(path);
    const connection = guarded(open(path), path);
    try {
      prepare(connection, path, now);
      return storeOver(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    throw storeFailure(error, path);
  }
}

/** SQLite gives its log and its index the mode of the database, so making the file first protects all three. */
function makeFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw storeFailure(Object.assign(new Error('open', { cause }), { errcode: 14 }), path);
  }
}

function prepare(connection: Connection, path: string, now: number): void {
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  if (isCurrent(connection, path)) return;
  inTransaction(connection, () => migrate(connection, path, now));
}

/** Each statement waits for locks, and fails in our words. */
function guarded(connection: Connection, path: string): Connection {
  const guard = <Result>(work: () => Result): Result => {
    try {
      return patiently(work);
    } catch (error) {
      throw storeFailure(error, path);
    }
  };
  return {
    exec: (sql) => guard(() => connection.exec(sql)),
    all: (sql, ...values) => guard(() => connection.all(sql, ...values)),
    run: (sql, ...values) => guard(() => connection.run(sql, ...values)),
    close: () => connection.close(),
  };
}

function inTransaction<Result>(connection: Connection, work: () => Result): Result {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** After some failures (a full disk) SQLite has undone the transaction itself, and there is nothing left to roll back. */
function rollBack(connection: Connection): void {
  try {
    connection.exec('ROLLBACK');
  } catch {
    return;
  }
}

function storeOver(connection: Connection): Store {
  let depth = 0;
  let open = true;
  return {
    transaction: (work) => {
      if (depth > 0) return work();
      depth++;
      try {
        return inTransaction(connection, work);
      } finally {
        depth--;
      }
    },
    endpoints: endpointTable(connection),
    secrets: secretTable(connection),
    permissions: permissionTable(connection),
    usage: usageTable(connection),
    requests: requestTable(connection),
    tokens: tokenTable(connection),
    meta: metadata(connection),
    close: () => {
      if (!open) return;
      open = false;
      connection.close();
    },
  };
}
