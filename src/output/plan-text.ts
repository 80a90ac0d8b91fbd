import type { Plan, PlanAction, PlanEntry } from '../plan/types.ts';
import { actionMarks, entryLabels, entryTitle, planSentence } from './plan-summary.ts';
import { differenceTree, type Line } from './plan-tree.ts';
import { inlineValue } from './plan-value.ts';
import type { Cell, View } from './view.ts';

export interface PlanTextOptions {
  /** Lists the differences that are none, and the values that can't be compared, with the reasons. */
  readonly why: boolean;
  /** What blocks an entry is told at its place in the manifest, too: then its code is enough here. */
  readonly placed?: boolean;
}

/** A plan for people: what changes, grouped by resource, with what it means for callers, and a sentence that counts. */
export const planView = ({ why, placed = false }: PlanTextOptions): View<Plan> => ({
  human: (plan) => [{ kind: 'lines', lines: [...planLines(plan, why, placed)] }],
  names: ({ entries }) => entries.filter(isShown).map(({ id }) => id),
});

const isShown = ({ action, blocked }: PlanEntry): boolean => action !== 'none' || blocked.length > 0;

function* planLines(plan: Plan, why: boolean, placed: boolean): Generator<Line> {
  let before = 0;
  for (const entry of plan.entries) {
    const reasons = why ? [...reasonLines(entry)] : [];
    if (!isShown(entry) && reasons.length === 0) continue;
    const lines = [...entryLines(entry, placed), ...reasons];
    // Entries that are nothing but their names stand close together.
    if (before > 1 || (before === 1 && lines.length > 1)) yield [];
    yield* lines;
    before = lines.length;
  }
  if (before > 0) yield [];
  yield* writeOnlyLines(plan, why);
  yield [{ text: planSentence(plan), tone: 'bold' }];
}

const tones = {
  none: 'dim',
  create: 'green',
  update: 'yellow',
  replace: 'red',
  delete: 'red',
} as const satisfies Record<PlanAction, Exclude<Cell, string>['tone']>;

function* entryLines(entry: PlanEntry, placed: boolean): Generator<Line> {
  const { action, changes, blocked } = entry;
  const labels = entryLabels(entry);
  yield [
    { text: `${actionMarks[action]} `, tone: tones[action] },
    { text: entryTitle(entry), tone: 'bold' },
    ...(labels.length === 0 ? [] : [{ text: `  (${labels.join(', ')})`, tone: 'yellow' } as const]),
  ];
  yield* differenceTree(
    changes.map((change) => {
      const note = noteOf(change);
      return { ...change, ...(note !== undefined && { note }) };
    }),
    '  ',
  );
  for (const { code, message, hint } of blocked) {
    if (placed) {
      yield [{ text: `! blocked: ${code}`, tone: 'red' }];
      continue;
    }
    yield [{ text: `! blocked: ${message}`, tone: 'red' }];
    if (hint !== undefined) yield [{ text: `  hint: ${hint}`, tone: 'cyan' }];
  }
}

function noteOf({ reason, effect, why }: PlanEntry['changes'][number]): string | undefined {
  if (effect === 'replace') return why === undefined ? 'no call changes it' : `no call changes it: ${why}`;
  if (reason === 'order') return 'the order has a meaning';
  return reason === 'resent' ? 'sent because it was asked for' : undefined;
}

function* reasonLines({ ignored, write_only: uncompared }: PlanEntry): Generator<Line> {
  for (const { path, from, to, policy, why, source } of ignored) {
    const sides = `${path}: ${inlineValue(from)} -> ${inlineValue(to)}`;
    yield [{ text: `=   ${sides}`, tone: 'dim' }];
    yield [{ text: `      no change: ${why} (${policy}; ${source})`, tone: 'dim' }];
  }
  for (const { path, why, sent } of uncompared) {
    yield [{ text: `?   ${path}: ${why}${sent ? '; sent by this plan' : ''}`, tone: 'dim' }];
  }
}

/** Said once, however many values there are. */
function* writeOnlyLines({ entries }: Plan, why: boolean): Generator<Line> {
  const which = why ? '' : '; --why names them';
  const unsent = entries.flatMap(({ write_only }) => write_only.filter(({ sent }) => !sent)).length;
  const along = entries.flatMap(sentAlong).length;
  if (unsent > 0) {
    const them = unsent === 1 ? 'One value is' : `${unsent} values are`;
    const text = `${them} never told by the workspace and so not compared: sent with another change of the same call, or with --send-write-only${which}.`;
    yield [{ text, tone: 'dim' }];
  }
  if (along > 0) {
    const them = along === 1 ? 'One value that is' : `${along} values that are`;
    const text = `${them} never told by the workspace, and so not compared, will be sent with these changes${which}.`;
    yield [{ text, tone: 'dim' }];
  }
}

/** What can't be compared and travels with changes of other values, none of which shows it. */
const sentAlong = ({ write_only, changes }: PlanEntry): readonly object[] =>
  changes.length === 0
    ? []
    : write_only.filter(({ path, sent }) => sent && !changes.some((change) => path.startsWith(change.path)));

/** The plan in a few words, as the question before an apply names it: `create 2 (a, b), delete 1 (c)`. */
export function planInWords({ entries }: Plan): string {
  return (['create', 'update', 'replace', 'delete'] as const)
    .flatMap((action) => {
      const names = entries.filter((entry) => entry.action === action).map(entryTitle);
      return names.length === 0 ? [] : [`${action} ${listed(names)}`];
    })
    .join('; ');
}

/** The most names that a question holds; what is to be deleted is named in full above it. */
const namesShown = 10;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown;
}
