import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inMemory, openStore } from '../../../src/local/store/sqlite.ts';
import { openVault } from '../../../src/local/vault.ts';
import { workspaceFile } from '../../helpers/local.ts';

const vaultAt = (path: string) => openVault(path, openStore(path, 1));

describe('the vault', () => {
  it('opens what it sealed, after the workspace was opened again too', () => {
    const path = workspaceFile();
    const sealed = vaultAt(path).seal('geheim ☃', 'here');
    expect(sealed).not.toContain('geheim');
    expect(vaultAt(path).open(sealed, 'here').toString()).toBe('geheim ☃');
  });

  it('seals the same text differently each time', () => {
    const vault = vaultAt(inMemory);
    expect(vault.seal('x', 'here')).not.toBe(vault.seal('x', 'here'));
  });

  it('makes its key when it is first needed, for its owner alone, and leaves nothing else behind', () => {
    const path = workspaceFile();
    const vault = vaultAt(path);
    expect(existsSync(`${path}.key`)).toBe(false);
    vault.seal('x', 'here');
    expect(statSync(`${path}.key`).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path)).filter((name) => name.includes('.key'))).toEqual(['w.db.key']);
  });

  it.each([
    ['in another place', (sealed: string) => sealed, 'there'],
    ['when a bit was changed', (sealed: string) => `${sealed.slice(0, -6)}AAAA==`, 'here'],
    ['when it is no sealed text', () => 'plain', 'here'],
    ['when it was cut short', () => 'v1.AAAA', 'here'],
  ])('does not open a text %s', (_when, change, context) => {
    const vault = vaultAt(inMemory);
    const sealed = vault.seal('a secret', 'here');
    expect(() => vault.open(change(sealed), context)).toThrow(
      expect.objectContaining({ code: 'LOCAL_STORE_KEY' }) as Error,
    );
  });

  it.each([
    ['is missing', (file: string) => rmSync(file), /is missing/],
    ['is damaged', (file: string) => writeFileSync(file, 'short'), /is damaged/],
    [
      "is another workspace's",
      (file: string) => writeFileSync(file, Buffer.alloc(32, 7).toString('base64')),
      /is not the one that sealed/,
    ],
  ])('seals nothing more when the key file %s', (_what, spoil, message) => {
    const path = workspaceFile();
    vaultAt(path).seal('x', 'here');
    spoil(`${path}.key`);
    expect(() => vaultAt(path).seal('y', 'here')).toThrow(message);
  });

  it('takes a key that another process has made meanwhile', () => {
    const path = workspaceFile();
    const [one, other] = [vaultAt(path), vaultAt(path)];
    const sealed = one.seal('x', 'here');
    expect(other.open(sealed, 'here').toString()).toBe('x');
    expect(readFileSync(`${path}.key`, 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
  });
});
