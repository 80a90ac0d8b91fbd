import type { ApplyEvent, ApplyHappening, Outcome, OutcomeStatus } from '../apply/events.ts';
import { ExitCode } from '../exit-codes.ts';
import { DeploymentFailedError, exitCodeOf, ServectlError } from '../errors.ts';
import type { Plan } from '../plan/types.ts';
import { errorObject } from './error.ts';
import { entryTitle, titleOfId } from './plan-summary.ts';
import type { Cell, View } from './view.ts';

/** The version of what `-o json` and `-o ndjson` print of an apply or a destroy. */
const applyResultVersion = 2;

/** What a run has come to, for programs. */
export interface ApplyResult {
  readonly format: 'servectl-apply-result';
  readonly version: typeof applyResultVersion;
  readonly kind: Plan['kind'];
  /** How many entries came to each end. */
  readonly counts: Readonly<Record<OutcomeStatus, number>>;
  readonly outcomes: readonly OutcomeRecord[];
}

/** An outcome without anything that JSON can't hold, and with how to go on. */
type OutcomeRecord = Omit<Outcome, 'error' | 'tookMs'> & {
  readonly error?: unknown;
  readonly next?: string;
  readonly took_ms: number;
};

export function applyResult(kind: Plan['kind'], outcomes: readonly Outcome[]): ApplyResult {
  const counts = { unchanged: 0, applied: 0, failed: 0, blocked: 0, skipped: 0, interrupted: 0 };
  for (const { status } of outcomes) counts[status] += 1;
  return {
    format: 'servectl-apply-result',
    version: applyResultVersion,
    kind,
    counts,
    outcomes: outcomes.map(outcomeRecord),
  };
}

function outcomeRecord(whole: Outcome): OutcomeRecord {
  const { error, tookMs, ...outcome } = whole;
  const next = nextOf(whole);
  return {
    ...outcome,
    took_ms: Math.round(tookMs),
    ...(error !== undefined && { error: errorObject(error)['error'] }),
    ...(next !== undefined && { next }),
  };
}

/** The first line of a stream of events. */
export const eventsHeader = {
  type: 'version',
  format: 'servectl-apply-events',
  version: applyResultVersion,
} as const;

/** An event for programs: whole milliseconds, and all keys in the API's own way. */
export function eventRecord({ elapsedMs, ...event }: ApplyEvent): object {
  return { ...happeningRecord(event), elapsed_ms: Math.round(elapsedMs) };
}

function happeningRecord(happening: ApplyHappening): object {
  switch (happening.type) {
    case 'waiting': {
      const { waitedMs, ...rest } = happening;
      return { ...rest, waited_ms: Math.round(waitedMs) };
    }
    case 'throttled': {
      const { waitMs, writesLeft, etaMs, ...rest } = happening;
      return { ...rest, wait_ms: Math.round(waitMs), writes_left: writesLeft, eta_ms: Math.round(etaMs) };
    }
    case 'finished':
      return { ...happening, outcome: outcomeRecord(happening.outcome) };
    default:
      return happening;
  }
}

/** How to go on; nothing where it is done. */
function nextOf({ status, error, name, kind, unawaited, lost }: Outcome): string | undefined {
  if (lost) return 'write what it has lost into its manifest, and run it again';
  if (unawaited) return `servectl endpoints wait ${name}`;
  switch (status) {
    case 'unchanged':
    case 'applied':
      return undefined;
    case 'blocked':
      return error instanceof ServectlError ? error.hint : undefined;
    case 'skipped':
      return 'run it again, once that is done';
    case 'interrupted':
      return 'run it again: it goes on where it ended';
    case 'failed':
      if (kind === 'endpoint' && exitCodeOf(error) === ExitCode.timeout) {
        return `servectl endpoints wait ${name}, then run it again`;
      }
      if (error instanceof DeploymentFailedError) {
        return 'mend what made it fail, and run it again: the config is sent anew';
      }
      return 'run it again: what is done is not done twice';
  }
}

const tones = {
  unchanged: 'dim',
  applied: 'green',
  failed: 'red',
  blocked: 'red',
  skipped: 'yellow',
  interrupted: 'yellow',
} as const satisfies Record<OutcomeStatus, Exclude<Cell, string>['tone']>;

/** What came of each resource that there was something to do about, and a sentence that counts. */
export const applyResultView: View<ApplyResult> = {
  human: (result) => {
    const rows = result.outcomes.filter(({ status }) => status !== 'unchanged');
    const sentence = { kind: 'text', text: resultSentence(result) } as const;
    if (rows.length === 0) return [sentence];
    return [
      {
        kind: 'table',
        header: ['RESOURCE', 'ACTION', 'RESULT', 'NOTE'],
        rows: rows.map((row) => [
          entryTitle(row),
          row.action,
          { text: row.status, tone: tones[row.status] },
          noteOf(row),
        ]),
        empty: '',
      },
      { kind: 'text', text: '' },
      sentence,
    ];
  },
  names: ({ outcomes }) => outcomes.filter(({ applied }) => applied.length > 0).map(({ entry }) => entry),
};

function noteOf({ applied, status, step, left, because, next }: OutcomeRecord): string {
  // What blocks it, and what to do about that, has been said by the plan.
  if (status === 'blocked' && applied.length === 0) return '';
  const parts = [
    ...(step === undefined ? [] : [`failed at ${step}`]),
    ...(because ? [`needs ${because.map(titleOfId).join(', ')}`] : []),
    ...(left.length > 0 && applied.length > 0 ? [`done: ${applied.join(', ')}`] : []),
    ...(left.length > 0 ? [`left: ${left.join(', ')}`] : []),
    ...(next === undefined ? [] : [next]),
  ];
  return parts.join('; ');
}

function resultSentence({ kind, counts, outcomes }: ApplyResult): string {
  const done = outcomes.filter(({ status }) => status === 'applied').length;
  if (done === 0 && counts.unchanged === outcomes.length) return 'Nothing to do.';
  const verb = kind === 'apply' ? 'Applied' : 'Deleted';
  const others = (['failed', 'blocked', 'skipped', 'interrupted', 'unchanged'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`);
  return `${verb} ${[String(done), ...others].join(', ')}.`;
}
