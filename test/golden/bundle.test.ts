import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';

const { outputs } = JSON.parse(readFileSync('dist/cli.meta.json', 'utf8')) as Metafile;

/** The chunks that loading `entry` loads, without what it imports later on. */
function staticClosure(entry: string): Set<string> {
  const closure = new Set<string>();
  const visit = (file: string): void => {
    if (closure.has(file)) return;
    closure.add(file);
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) visit(path);
    }
  };
  visit(entry);
  return closure;
}

const packagesIn = (files: Iterable<string>): Set<string> =>
  new Set(
    [...files].flatMap((file) =>
      Object.keys(outputs[file]?.inputs ?? {}).flatMap(
        (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
      ),
    ),
  );

describe('the bundle', () => {
  it('starts with commander and nothing heavier', () => {
    const closure = staticClosure('dist/cli.cjs');
    expect([...packagesIn(closure)]).toEqual(['commander']);
    const schemas = [...closure].flatMap((file) =>
      Object.keys(outputs[file]?.inputs ?? {}).filter((input) => input.startsWith('schemas/')),
    );
    expect(schemas).toEqual([]);
  });

  it('holds zod, yaml, undici and ora in chunks that load later', () => {
    const all = packagesIn(Object.keys(outputs));
    for (const name of ['zod', 'yaml', 'undici', 'ora', 'hono']) expect(all).toContain(name);
  });

  it("leaves out zod's messages in other languages", () => {
    const locales = Object.values(outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((input) => /zod\/v4\/locales\/(?!en\.)/.test(input)),
    );
    expect(locales).toEqual([]);
  });
});
