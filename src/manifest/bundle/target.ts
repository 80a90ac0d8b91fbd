import { closest } from '#schemas/closest.ts';
import { isRecord } from '#schemas/structure.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import { listOf } from '../words.ts';
import type { BundlePart } from './part.ts';

export interface ChosenTarget {
  readonly name?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The target of a bundle, as the Databricks CLI chooses it: the one that was asked for, else the one with
 * `default: true`, else the only one.
 */
export function chooseTarget(parts: readonly BundlePart[], asked: string | undefined): ChosenTarget {
  const declared = new Map<string, BundlePart>();
  let byDefault: string | undefined;
  for (const part of parts) {
    const targets = part.value['targets'];
    for (const [name, target] of Object.entries(isRecord(targets) ? targets : {})) {
      if (!declared.has(name)) declared.set(name, part);
      if (isRecord(target) && target['default'] === true) byDefault ??= name;
    }
  }
  const names = [...declared.keys()];
  const name = asked ?? byDefault ?? (names.length === 1 ? names[0] : undefined);
  const [first] = declared.values();
  if (name === undefined || !first) return { ...(asked !== undefined && { name: asked }), diagnostics: [] };
  const part = declared.get(name);
  if (part) return { name, diagnostics: modeNotes(part, name) };
  const meant = closest(name, names);
  return {
    diagnostics: [
      first.source.say(
        {
          severity: 'error',
          code: 'unknown-target',
          message: `the bundle has no target \`${name}\``,
          hint: meant === undefined ? `there are ${listOf(names, 'and')}` : `did you mean \`${meant}\`?`,
        },
        ['targets'],
        'key',
      ),
    ],
  };
}

/** The bundle's own engine puts a prefix before names; here each endpoint has the name that is written. */
function modeNotes({ source, value }: BundlePart, name: string): readonly Diagnostic[] {
  const targets = value['targets'];
  const target = isRecord(targets) ? targets[name] : undefined;
  if (!isRecord(target)) return [];
  const { mode, presets } = target;
  const path =
    isRecord(presets) && typeof presets['name_prefix'] === 'string'
      ? ['presets', 'name_prefix']
      : mode === 'development'
        ? ['mode']
        : undefined;
  if (!path) return [];
  return [
    source.say(
      {
        severity: 'note',
        code: 'passed-over',
        message: `\`${path.join('.')}\` puts a prefix before names in a bundle's own deployment, and is passed over`,
        hint: 'with `name: ${bundle.target}-chat` an endpoint has a name for each target',
      },
      ['targets', name, ...path],
      'key',
    ),
  ];
}
