import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ServectlError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { inMemory } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

/** Seals what must not lie in the database readable, and opens it again. */
export interface Vault {
  /** `context` binds the sealed text to its place, so that it can't be moved to another. */
  seal(plain: Uint8Array | string, context: string): string;
  /** @throws ServectlError `LOCAL_STORE_KEY` where the key is not the one that sealed it */
  open(sealed: string, context: string): Buffer;
}

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const version = 'v1.';

/** Sealed when the first secret is, so that a key file that is not this workspace's is noticed before it seals anything. */
const check = { key: 'vault_check', context: 'vault', text: 'servectl local workspace' };

/**
 * A vault whose key lies beside the workspace's file (`<path>.key`, mode 0600), or nowhere for one in memory. The key is made
 * when it is first needed; a workspace without secrets has none.
 */
export function openVault(path: string, store: Store): Vault {
  let known: Buffer | undefined;
  const key = (): Buffer => {
    known ??= path === inMemory ? randomBytes(keyBytes) : checkedKey(`${path}.key`, store);
    return known;
  };
  return {
    seal: (plain, context) => seal(key(), plain, context),
    open: (sealed, context) => open(key(), sealed, context, `${path}.key`),
  };
}

function checkedKey(file: string, store: Store): Buffer {
  return store.transaction(() => {
    const sealed = store.meta.get(check.key);
    if (sealed === undefined) {
      const key = readKey(file) ?? makeKey(file);
      store.meta.put(check.key, seal(key, check.text, check.context));
      return key;
    }
    const key = readKey(file);
    if (!key) throw keyError(file, 'is missing');
    open(key, sealed, check.context, file);
    return key;
  });
}

function readKey(file: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw keyError(file, "can't be read", error);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) throw keyError(file, 'is damaged');
  return key;
}

/** Whole or not at all, and never over another: the key is written aside and then given its name. */
function makeKey(file: string): Buffer {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const text = `${randomBytes(keyBytes).toString('base64')}\n`;
    writeFileSync(aside, text, { mode: 0o600, flag: 'wx', flush: true });
    try {
      linkSync(aside, file);
    } catch (error) {
      // A file system without hard links. Losing the race is fine either way: the winner's key is read below.
      if (!isFileError(error, 'EEXIST')) copyFileSync(aside, file, constants.COPYFILE_EXCL);
    }
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw keyError(file, "can't be written", error);
  } finally {
    rmSync(aside, { force: true });
  }
  const key = readKey(file);
  if (!key) throw keyError(file, 'is missing');
  return key;
}

function seal(key: Buffer, plain: Uint8Array | string, context: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context));
  const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain;
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return version + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

function open(key: Buffer, sealed: string, context: string, file: string): Buffer {
  const bytes = Buffer.from(sealed.slice(version.length), 'base64');
  const iv = bytes.subarray(0, ivBytes);
  const tag = bytes.subarray(ivBytes, ivBytes + tagBytes);
  try {
    if (!sealed.startsWith(version)) throw new Error('not a sealed text');
    const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch (cause) {
    throw keyError(file, 'is not the one that sealed the secrets of this workspace', cause);
  }
}

function keyError(file: string, problem: string, cause?: unknown): ServectlError {
  return new ServectlError('LOCAL_STORE_KEY', `the key file ${file} ${problem}`, ExitCode.failure, {
    hint: 'put the right key file back, or delete the workspace and its key to start afresh',
    cause,
  });
}

const isFileError = (error: unknown, code: string): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === code;
