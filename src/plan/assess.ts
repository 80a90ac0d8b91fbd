import type { Circumstances } from './circumstances.ts';
import { topOf } from './circumstances.ts';
import { hiddenValue, isCredentialAt, shown } from './credentials.ts';
import type { JudgedDifference } from './policy.ts';
import type { FieldPolicy } from './policy-row.ts';
import type { ChangeReason, DocumentPath, IgnoredDifference, ShownValue } from './types.ts';

/** A difference that has to be carried out, not yet routed to a call. */
export interface FoundChange {
  /** The key of the document that it belongs to. */
  readonly part: string;
  readonly pattern: string;
  readonly path: string;
  readonly at?: DocumentPath;
  readonly from?: ShownValue;
  readonly to?: ShownValue;
  readonly reason: ChangeReason;
  readonly why?: string;
  readonly immutable: boolean;
}

export interface FoundWriteOnly {
  readonly part: string;
  readonly path: string;
  readonly at: DocumentPath;
  readonly row: FieldPolicy;
}

export interface Assessment {
  readonly changes: readonly FoundChange[];
  readonly writeOnly: readonly FoundWriteOnly[];
  readonly ignored: readonly IgnoredDifference[];
}

/** What the differences between two sides amount to: a part that one side lacks as a whole is one change. */
export function assess(
  judge: (endpoints: Circumstances) => readonly JudgedDifference[],
  endpoints: Circumstances,
): Assessment {
  const changes: FoundChange[] = [];
  const writeOnly: FoundWriteOnly[] = [];
  const ignored: IgnoredDifference[] = [];
  for (const group of byRoot(judge(endpoints))) {
    const [first] = group;
    if (!first) continue;
    const { root } = first;
    const part = topOf(root.pattern);
    const notes = group.filter(({ verdict }) => verdict.kind === 'write-only');
    if (group.some(({ verdict }) => verdict.kind === 'change' || verdict.kind === 'immutable')) {
      changes.push(changeOf(group, part));
      writeOnly.push(...notes.flatMap((note) => noteOf(note, part)));
    } else if (notes.length === group.length) {
      // As a whole it can't be compared, so it is told as a whole.
      writeOnly.push(...noteOf({ ...first, ...root }, part));
    } else {
      writeOnly.push(...notes.flatMap((note) => noteOf(note, part)));
      ignored.push(...ignoredOf(group));
    }
  }
  return { changes, writeOnly, ignored };
}

function byRoot(differences: readonly JudgedDifference[]): Iterable<readonly JudgedDifference[]> {
  const groups = new Map<string, JudgedDifference[]>();
  for (const difference of differences) {
    const group = groups.get(difference.root.path);
    if (group) group.push(difference);
    else groups.set(difference.root.path, [difference]);
  }
  return groups.values();
}

function changeOf(group: readonly JudgedDifference[], part: string): FoundChange {
  const immutable = group.find(({ verdict }) => verdict.kind === 'immutable');
  const root = group[0]?.root ?? { path: part, pattern: part, at: [], from: undefined, to: undefined };
  return {
    part,
    ...placed(root),
    pattern: root.pattern,
    reason: root.from === undefined ? 'added' : root.to === undefined ? 'removed' : 'changed',
    ...(immutable?.verdict.row && { why: immutable.verdict.row.why }),
    immutable: immutable !== undefined,
  };
}

function noteOf({ path, at, verdict }: JudgedDifference, part: string): readonly FoundWriteOnly[] {
  return verdict.row ? [{ part, path, at, row: verdict.row }] : [];
}

/** One line where one row explains all of a part, else one for each field. */
function ignoredOf(group: readonly JudgedDifference[]): readonly IgnoredDifference[] {
  const told = group.filter(({ verdict }) => verdict.kind === 'ignored' && verdict.row.id !== 'server-owned');
  const ids = new Set(told.map(({ verdict }) => verdict.row?.id));
  const [first] = told;
  const whole = first && ids.size === 1 && told.length === group.length;
  return (whole ? [{ ...first, ...first.root }] : told).flatMap((difference) => {
    const { row } = difference.verdict;
    return row ? [{ ...placed(difference), policy: row.id, why: row.why, source: row.source }] : [];
  });
}

interface Placed {
  readonly path: string;
  readonly at: DocumentPath;
  readonly from: unknown;
  readonly to: unknown;
}

function placed({ path, at, from, to }: Placed) {
  return {
    path,
    ...(to !== undefined && { at }),
    ...(from !== undefined && { from: shownAt(from, at) }),
    ...(to !== undefined && { to: shownAt(to, at) }),
  };
}

const shownAt = (value: unknown, at: DocumentPath): ShownValue =>
  isCredentialAt(value, at) ? hiddenValue : shown(value, at);
