import { countActions } from '../plan/plan.ts';
import type { Plan, PlanAction, PlanEntry, ResourceKind, Risk } from '../plan/types.ts';

export const actionMarks: Readonly<Record<PlanAction, string>> = {
  none: ' ',
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
};

const kindWords: Readonly<Record<ResourceKind, string>> = {
  'secret-scope': 'secret scope',
  secret: 'secret',
  endpoint: 'endpoint',
};

/** `endpoint chat`. */
export const entryTitle = ({ kind, name }: Pick<PlanEntry, 'kind' | 'name'>): string =>
  `${kindWords[kind]} ${name}`;

/** The thing itself, by what its id says: for messages that know no more of it. */
export function titleOfId(id: string): string {
  const slash = id.indexOf('/');
  const kind = id.slice(0, slash) as ResourceKind;
  return slash === -1 ? id : `${kindWords[kind]} ${id.slice(slash + 1)}`;
}

const riskWords: Readonly<Record<Risk, string>> = {
  replace: 'deleted and created anew',
  downtime: 'downtime',
  traffic: 'traffic shifts',
};

/** What callers may notice, and how long it takes, in words. */
export const entryLabels = ({ action, risks, changes, busy }: PlanEntry): readonly string[] => [
  ...risks.map((risk) => riskWords[risk]),
  ...(action === 'update' && changes.some(({ effect }) => effect === 'deployment') ? ['new deployment'] : []),
  ...(busy ? ['being deployed at present'] : []),
];

/** `Plan: 1 to create, 2 to update; 197 unchanged.` */
export function planSentence(plan: Plan): string {
  const counts = countActions(plan);
  const todo = (['create', 'update', 'replace', 'delete'] as const)
    .filter((action) => counts[action] > 0)
    .map((action) => `${counts[action]} to ${action}`);
  if (counts.blocked > 0) todo.push(`${counts.blocked} blocked`);
  if (todo.length === 0) return nothingToDo(plan);
  return `Plan: ${todo.join(', ')}${counts.none > 0 ? `; ${counts.none} unchanged` : ''}.`;
}

function nothingToDo({ kind, entries }: Plan): string {
  if (kind === 'destroy') {
    return entries.length === 0
      ? 'Nothing to delete: none of what is declared is there.'
      : 'Nothing to delete: what is there of it is provided by Databricks.';
  }
  const count = (wanted: ResourceKind, word: string): string[] => {
    const { length } = entries.filter((entry) => entry.kind === wanted);
    return length === 0 ? [] : [`${length} ${word}${length === 1 ? '' : 's'}`];
  };
  const what = [
    ...count('endpoint', 'endpoint'),
    ...count('secret-scope', 'secret scope'),
    ...count('secret', 'secret'),
  ];
  return `No changes: ${what.join(', ')} as declared.`;
}

/** How many entries a plan does something about, or would if it were let. */
export const countChanges = ({ entries }: Plan): number =>
  entries.filter(({ action, blocked }) => action !== 'none' || blocked.length > 0).length;
