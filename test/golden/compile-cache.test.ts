import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = new URL('../../bin/servectl.js', import.meta.url).pathname;
const manifest = new URL('../../examples/fleet', import.meta.url).pathname;

describe('compiled code that is kept between runs', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'servectl-home-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  const validate = (env: Record<string, string> = {}, ...flags: readonly string[]): string =>
    execFileSync(process.execPath, [...flags, bin, 'validate', '-f', manifest], {
      env: { PATH: process.env['PATH'], HOME: home, XDG_CACHE_HOME: join(home, 'cache'), ...env },
      encoding: 'utf8',
    });

  /** The files of the cache, with what tells whether one was written again. */
  const kept = (): ReadonlyMap<string, number> => {
    const code = join(home, 'cache/servectl/code');
    const [folder = '', ...others] = readdirSync(code);
    expect(others).toEqual([]);
    const files = readdirSync(join(code, folder)).map((name) => join(code, folder, name));
    return new Map(files.map((file) => [file, statSync(file).mtimeMs]));
  };

  it('is left by the first run and taken by the next', () => {
    const said = validate();
    const first = kept();
    expect(first.size).toBeGreaterThan(10);
    expect([...first.keys()].every((file) => file.endsWith('.cjs.bin'))).toBe(true);
    expect(validate()).toBe(said);
    expect(kept()).toEqual(first);
  });

  it('belongs to the user alone', () => {
    validate();
    const [file = ''] = kept().keys();
    expect(statSync(join(file, '..')).mode & 0o077).toBe(0);
  });

  it('is written anew where it is damaged', () => {
    const said = validate();
    const first = kept();
    const [file = ''] = first.keys();
    const { size } = statSync(file);
    truncateSync(file, 100);
    expect(validate()).toBe(said);
    expect([...kept().keys()]).toEqual([...first.keys()]);
    expect(statSync(file).size).toBeGreaterThan(size / 2);
  });

  // V8 itself looks at the head of what it is given, and no further: it would end the process, or run what is there.
  it.each(['flipped', 'zeroed'])('is written anew where bytes in its middle are %s', (how) => {
    const said = validate();
    for (const file of kept().keys()) {
      const bytes = readFileSync(file);
      const middle = bytes.length >> 1;
      for (let at = middle; at < middle + 64; at++) bytes[at] = how === 'zeroed' ? 0 : (bytes[at] ?? 0) ^ 0xff;
      writeFileSync(file, bytes);
    }
    const damaged = kept();
    expect(validate()).toBe(said);
    expect([...kept()].every(([file, time]) => time > (damaged.get(file) ?? 0))).toBe(true);
  });

  it('is not taken where others may write it, and not waited for where it is no file', () => {
    validate();
    const [open = '', pipe = '', ...others] = kept().keys();
    chmodSync(open, 0o666);
    rmSync(pipe);
    execFileSync('mkfifo', [pipe]);
    const times = kept();
    validate();
    expect(statSync(open).mode & 0o777).toBe(0o600);
    expect(statSync(pipe).isFile()).toBe(true);
    for (const file of others) expect(statSync(file).mtimeMs).toBe(times.get(file));
  });

  // Whoever runs the program as root in the home of another user (sudo -E) would run what that user has put there.
  it.skipIf(process.getuid?.() !== 0)('is not taken from another user, nor left in the home of one', () => {
    validate();
    const [foreign = ''] = kept().keys();
    chownSync(foreign, 65_534, 65_534);
    validate();
    expect(statSync(foreign).uid).toBe(0);
    rmSync(join(home, 'cache'), { recursive: true });
    chownSync(home, 65_534, 65_534);
    validate();
    expect(existsSync(join(home, 'cache'))).toBe(false);
  });

  it('is kept apart for each set of flags, which it has to fit', () => {
    validate();
    validate({}, '--max-lazy');
    expect(readdirSync(join(home, 'cache/servectl/code'))).toHaveLength(2);
  });

  it('is not kept where NODE_DISABLE_COMPILE_CACHE says so', () => {
    validate({ NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(existsSync(join(home, 'cache'))).toBe(false);
  });

  it('makes no home that is not there', () => {
    const nowhere = join(home, 'nowhere');
    validate({ HOME: nowhere, XDG_CACHE_HOME: join(nowhere, 'cache') });
    expect(existsSync(nowhere)).toBe(false);
  });
});
