import { isRecord } from '#schemas/structure.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import { type Located, overlay, type Patch } from '../located.ts';
import type { Path } from '../locate.ts';
import { layOver, type Placed } from './merge.ts';
import type { BundlePart } from './part.ts';

/** A resource of a bundle, with what the target says of it. */
export interface Resource {
  readonly kind: string;
  readonly key: string;
  readonly located: Located;
}

interface Growing extends Placed {
  readonly kind: string;
  readonly key: string;
  readonly patches: Patch[];
}

/** Every resource that the parts of a bundle declare, of every kind, in the order of the files. */
export function collectResources(
  parts: readonly BundlePart[],
  target: string | undefined,
): { readonly resources: readonly Resource[]; readonly diagnostics: readonly Diagnostic[] } {
  const growing = new Map<string, Growing>();
  const diagnostics: Diagnostic[] = [];
  for (const { source, value } of parts) {
    for (const [kind, key, placed] of entriesOf(source, value['resources'], ['resources'])) {
      const id = `${kind}.${key}`;
      const earlier = growing.get(id);
      if (earlier) diagnostics.push(declaredTwice(id, earlier, placed));
      else growing.set(id, { kind, key, ...placed, patches: [] });
    }
  }
  for (const { source, value } of target === undefined ? [] : parts) {
    const path = ['targets', String(target), 'resources'];
    const targets = value['targets'];
    const ofTarget = isRecord(targets) ? targets[String(target)] : undefined;
    if (!isRecord(ofTarget)) continue;
    for (const [kind, key, placed] of entriesOf(source, ofTarget['resources'], path)) {
      const id = `${kind}.${key}`;
      const base = growing.get(id);
      if (!base) {
        growing.set(id, { kind, key, ...placed, patches: [] });
        continue;
      }
      const merged = layOver(base.value, placed, [], (patch) => base.patches.push(patch));
      growing.set(id, { ...base, value: merged });
    }
  }
  const resources = [...growing.values()].map(({ kind, key, source, path, value, patches }) => ({
    kind,
    key,
    located: overlay(source, path, value, patches),
  }));
  return { resources, diagnostics };
}

function* entriesOf(
  source: Located,
  resources: unknown,
  root: Path,
): Generator<readonly [kind: string, key: string, placed: Placed]> {
  if (!isRecord(resources)) return;
  for (const [kind, ofKind] of Object.entries(resources)) {
    if (!isRecord(ofKind)) continue;
    for (const [key, value] of Object.entries(ofKind)) {
      yield [kind, key, { source, path: [...root, kind, key], value }];
    }
  }
}

const declaredTwice = (id: string, earlier: Placed, later: Placed): Diagnostic => {
  const place = earlier.source.locate(earlier.path, 'key');
  return later.source.say(
    {
      severity: 'error',
      code: 'duplicate-resource',
      message: `\`resources.${id}\` is declared twice in this bundle`,
      hint: `the other stands in ${place.file}:${place.line}:${place.column}; give one of them another key`,
    },
    later.path,
    'key',
  );
};
