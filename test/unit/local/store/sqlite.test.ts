import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ServectlError } from '../../../../src/errors.ts';
import { loadDriver } from '../../../../src/local/store/driver.ts';
import type { EndpointRecord } from '../../../../src/local/store/records.ts';
import { inMemory, openStore } from '../../../../src/local/store/sqlite.ts';

const directory = (): string => mkdtempSync(join(tmpdir(), 'servectl-store-'));

const endpoint = (name: string, more: Partial<EndpointRecord> = {}): EndpointRecord => ({
  id: `id-${name}`,
  name,
  creator: 'ada',
  creation_timestamp: 1,
  last_updated_timestamp: 1,
  description: '',
  route_optimized: false,
  tags: [],
  config_update: 'NOT_UPDATING',
  stopped: false,
  last_config_version: 0,
  ...more,
});

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ServectlError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
};

describe('the store', () => {
  it('keeps what it was given when the file is opened again', () => {
    const path = join(directory(), 'w.db');
    const first = openStore(path, 7);
    first.endpoints.put(endpoint('chat', { description: 'é\u2028😀' }));
    const { workspaceId } = first.meta;
    first.close();
    const second = openStore(path, 8);
    expect(second.endpoints.get('chat')?.description).toBe('é\u2028😀');
    expect(second.endpoints.getById('id-chat')?.name).toBe('chat');
    expect(second.meta).toMatchObject({ workspaceId, createdAt: 7 });
    second.close();
  });

  it('makes its folder and its files for their owner alone', () => {
    const folder = join(directory(), 'a', 'b');
    const path = join(folder, 'w.db');
    const store = openStore(path, 1);
    store.endpoints.put(endpoint('chat'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    store.close();
  });

  it('lists endpoints by name, and deletes one once', () => {
    const store = openStore(inMemory, 1);
    for (const name of ['b', 'c', 'a']) store.endpoints.put(endpoint(name));
    expect(store.endpoints.list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(store.endpoints.delete('a')).toBe(true);
    expect(store.endpoints.delete('a')).toBe(false);
    store.close();
  });

  it('undoes a transaction that throws, and joins one inside another', () => {
    const store = openStore(inMemory, 1);
    const failing = (): void =>
      store.transaction(() => {
        store.transaction(() => store.endpoints.put(endpoint('inner')));
        throw new Error('changed my mind');
      });
    expect(failing).toThrow('changed my mind');
    expect(store.endpoints.list()).toEqual([]);
    store.transaction(() => store.endpoints.put(endpoint('kept')));
    expect(store.endpoints.get('kept')).toBeDefined();
    store.close();
  });

  it('sums usage over a window, and forgets what is pruned', () => {
    const store = openStore(inMemory, 1);
    store.usage.add('e', 'user:ada', 1000, { calls: 1, tokens: 10 });
    store.usage.add('e', 'user:ada', 2000, { calls: 1, tokens: 5 });
    store.usage.add('e', 'user:bob', 2000, { calls: 9, tokens: 9 });
    expect(store.usage.total('e', 'user:ada', 0)).toEqual({ calls: 2, tokens: 15 });
    expect(store.usage.total('e', 'user:ada', 1000)).toEqual({ calls: 1, tokens: 5 });
    expect(store.usage.oldest('e', 'user:ada', 0)).toBe(1000);
    expect(store.usage.oldest('e', 'user:ada', 2000)).toBeUndefined();
    store.usage.prune(2000);
    expect(store.usage.total('e', 'user:ada', 0)).toEqual({ calls: 1, tokens: 5 });
    store.close();
  });

  it('remembers the last thousand requests of an endpoint, and each of its entities', () => {
    const store = openStore(inMemory, 1);
    store.transaction(() => {
      for (let at = 1; at <= 1101; at++) {
        store.requests.add({ endpointId: 'e', entity: 'a', at, status: 200, latency: 2.4, requestId: 'r' });
      }
    });
    expect(store.requests.since('e', 0)).toHaveLength(1001);
    expect(store.requests.latest('e', 'a', 2).map(({ at }) => at)).toEqual([1100, 1101]);
    expect(store.requests.latest('e', 'other', 2)).toEqual([]);
    store.close();
  });

  it('remembers an OAuth token until it is pruned', () => {
    const store = openStore(inMemory, 1);
    store.tokens.put('hash', 'client', 100);
    store.tokens.prune(100);
    expect(store.tokens.get('hash')).toEqual({ subject: 'client', expiresAt: 100 });
    store.tokens.prune(101);
    expect(store.tokens.get('hash')).toBeUndefined();
    store.close();
  });
});

describe('a file that is not a workspace', () => {
  it('is refused when it is no database', () => {
    const path = join(directory(), 'w.db');
    writeFileSync(path, 'dear diary '.repeat(500));
    expect(codeOf(() => openStore(path, 1))).toBe('LOCAL_STORE_CORRUPT');
    expect(readFileSync(path, 'utf8')).toContain('dear diary');
  });

  it('is refused when it is the database of another program', () => {
    const path = join(directory(), 'w.db');
    const other = loadDriver()(path);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    expect(codeOf(() => openStore(path, 1))).toBe('LOCAL_STORE_FOREIGN');
  });

  it('is refused when a newer version wrote it', () => {
    const path = join(directory(), 'w.db');
    openStore(path, 1).close();
    const newer = loadDriver()(path);
    newer.run('INSERT INTO migrations (version, applied_at) VALUES (?, ?)', 99, 1);
    newer.close();
    expect(codeOf(() => openStore(path, 1))).toBe('LOCAL_STORE_NEWER');
  });

  it('is refused when it is a folder, or lies below a file', () => {
    const folder = directory();
    expect(codeOf(() => openStore(folder, 1))).toBe('LOCAL_STORE_UNAVAILABLE');
    writeFileSync(join(folder, 'file'), '');
    expect(codeOf(() => openStore(join(folder, 'file', 'w.db'), 1))).toBe('LOCAL_STORE_UNAVAILABLE');
  });

  it('is refused when its pages are damaged', () => {
    const path = join(directory(), 'w.db');
    const store = openStore(path, 1);
    for (let index = 0; index < 200; index++)
      store.endpoints.put(endpoint(`e${index}`, { description: 'x'.repeat(500) }));
    store.close();
    for (const file of [`${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(100_000);
    bytes.fill(0x5a, 4096);
    writeFileSync(path, bytes);
    expect(
      codeOf(() => {
        openStore(path, 1).endpoints.list();
      }),
    ).toBe('LOCAL_STORE_CORRUPT');
  });
});

describe('the SQLite driver', () => {
  it('binds a lone null, text, numbers and no values at all', () => {
    const database = loadDriver()(inMemory);
    database.exec('CREATE TABLE t (a TEXT, b INTEGER) STRICT');
    expect(database.run('INSERT INTO t (a) VALUES (?)', null)).toBe(1);
    expect(database.run('INSERT INTO t (a, b) VALUES (?, ?)', 'x', 1_700_000_000_000)).toBe(1);
    expect(database.all('SELECT a, b FROM t WHERE a = ?', 'x').map((row) => ({ ...row }))).toEqual([
      { a: 'x', b: 1_700_000_000_000 },
    ]);
    expect(database.all('SELECT a FROM t')).toHaveLength(2);
    database.close();
  });

  const missing = (module: string): never => {
    throw new Error(`Cannot find module '${module}'`);
  };

  it("is Node's own where it has one", () => {
    const opened: string[] = [];
    class DatabaseSync {
      readonly path: string;
      constructor(path: string) {
        this.path = path;
        opened.push(path);
      }
    }
    const require = (module: string): unknown =>
      module === 'node:sqlite' ? { DatabaseSync } : missing(module);
    loadDriver(require)('w.db');
    expect(opened).toEqual(['w.db']);
  });

  it('says how to get one where there is none', () => {
    expect(codeOf(() => loadDriver(missing))).toBe('LOCAL_STORE_DRIVER');
  });
});
