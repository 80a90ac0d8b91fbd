import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { partAt, withPart } from '../../../src/manifest/immutable.ts';
import { bytesOf } from '../../helpers/manifest.ts';
import { readEndpoint, readUpdate } from '../../../src/manifest/read-document.ts';

const folder = new URL('../../../examples/', import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseYaml(readFileSync(new URL(name, folder), 'utf8')) as unknown);

type Path = readonly (string | number)[];

/** Every place of a value, itself first. */
function* placesOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    yield* placesOf(item, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

const odd = fc.oneof(
  fc.constantFrom(
    null,
    '',
    '${var.x}',
    '$X',
    '{{secrets/',
    '{{secrets/a/b}}',
    'true',
    '007',
    -1,
    0,
    1e300,
    1.5,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

it('an endpoint with anything in any of its places is judged, not tripped over', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(undefined, 2),
      (example, changes, indent) => {
        let value = example;
        for (const [at, part] of changes) {
          const places = [...placesOf(value)];
          const path = places[at % places.length] ?? [];
          if (path.length > 0) value = withPart(value, path, part);
        }
        const text = JSON.stringify(value, null, indent);
        const lines = text.split('\n');
        const source = { file: 'm.yaml', bytes: bytesOf(text) };
        for (const { document, diagnostics } of [readEndpoint(source, 'e'), readUpdate(source, 'e')]) {
          const isBroken = diagnostics.some(({ severity }) => severity === 'error');
          expect(document === undefined).toBe(isBroken);
          for (const { range, message, path } of diagnostics) {
            expect(message).not.toMatch(/undefined|\[object|NaN/);
            if (!range) continue;
            expect(range.line).toBeLessThanOrEqual(lines.length);
            expect(range.column).toBeLessThanOrEqual((lines[range.line - 1]?.length ?? 0) + 1);
            // What is told of stands in the file: the place, or what it is missing from.
            if (path) expect(partAt(value, path.slice(0, -1))).toBeDefined();
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
