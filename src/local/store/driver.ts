import { createRequire } from 'node:module';
import process from 'node:process';
import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';

type SqlValue = string | number | null;
export type Row = Readonly<Record<string, SqlValue>>;

/** The few methods that are used of either SQLite; both are synchronous. */
export interface Connection {
  /** Runs statements that take no parameters and answer nothing. */
  exec(sql: string): void;
  all(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  /** The number of rows that changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
  close(): void;
}

/** `node:sqlite` and `libsql` as far as they are alike. */
interface NativeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
}

interface NativeStatement {
  all(...values: unknown[]): Row[];
  run(...values: unknown[]): { readonly changes: number | bigint };
}

type Open = (path: string) => Connection;
type Require = (module: string) => unknown;

/** How long SQLite itself waits for a lock before it reports busy, in milliseconds. `patiently` asks again. */
const busyTimeout = 500;

/**
 * Opens SQLite databases with what this Node has: its own module, else the optional package `libsql`.
 * @throws ServectlError `LOCAL_STORE_DRIVER` where it has neither
 */
export function loadDriver(require: Require = createRequire(import.meta.url)): Open {
  return loadBuiltin(require) ?? loadLibsql(require);
}

function loadBuiltin(require: Require): Open | undefined {
  let sqlite: { readonly DatabaseSync: new (path: string, options: { timeout: number }) => NativeDatabase };
  try {
    sqlite = withoutExperimentalWarning(() => require('node:sqlite') as typeof sqlite);
  } catch {
    return undefined;
  }
  return (path) => {
    const database = new sqlite.DatabaseSync(path, { timeout: busyTimeout });
    return connection(database, (values) => values);
  };
}

function loadLibsql(require: Require): Open {
  let Database: new (path: string, options: { timeout: number }) => NativeDatabase;
  try {
    Database = require('libsql') as typeof Database;
  } catch (cause) {
    throw new ServectlError(
      'LOCAL_STORE_DRIVER',
      'the local workspace needs SQLite, which this Node does not have',
      ExitCode.failure,
      { hint: 'use Node 22.13 or newer, or install the optional package with "npm install libsql"', cause },
    );
  }
  return (path) => {
    const database = new Database(path, { timeout: busyTimeout });
    // libsql takes a lone value for a record of named parameters when its type is `object`, as null's is: always hand it a list.
    const opened = connection(database, (values) => [values]);
    return {
      ...opened,
      close: () => {
        // Its statements live until they are collected, and SQLite tidies its log only when all are gone: move the log's pages
        // into the file here, as far as that needs no waiting.
        database.exec('PRAGMA wal_checkpoint(PASSIVE)');
        opened.close();
      },
    };
  };
}

function connection(
  database: NativeDatabase,
  bind: (values: readonly SqlValue[]) => readonly unknown[],
): Connection {
  const statements = new Map<string, NativeStatement>();
  const prepare = (sql: string): NativeStatement => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    exec: (sql) => database.exec(sql),
    all: (sql, ...values) => prepare(sql).all(...bind(values)),
    run: (sql, ...values) => Number(prepare(sql).run(...bind(values)).changes),
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

/**
 * Node 22 announces its SQLite on stderr as experimental, which is nothing that a user of this tool could act on. Loading it is
 * synchronous, so no other warning is lost.
 */
function withoutExperimentalWarning<Result>(load: () => Result): Result {
  const original = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    if (original) Object.defineProperty(process, 'emitWarning', original);
  }
}
