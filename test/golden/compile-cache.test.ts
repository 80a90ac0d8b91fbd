import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = new URL('../../bin/servectl.js', import.meta.url).pathname;
const manifest = new URL('../../examples/fleet', import.meta.url).pathname;

// Node 22.8 and later bring a cache of their own, which is theirs to test.
describe.skipIf('enableCompileCache' in nodeModule)('compiled code that is kept between runs', () => {
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
