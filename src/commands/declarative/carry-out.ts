import { executePlan } from '../../apply/execute-plan.ts';
import type { ApplyEvent, Outcome } from '../../apply/events.ts';
import { createReplanner } from '../../apply/replanner.ts';
import { WriteBudget } from '../../apply/write-budget.ts';
import type { Context } from '../../context.ts';
import { exitCodeOf, ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { applyResult, applyResultView, eventRecord, eventsHeader } from '../../output/apply-result.ts';
import { progressOf } from '../../output/apply-progress.ts';
import { renderError } from '../../output/error.ts';
import { titleOfId } from '../../output/plan-summary.ts';
import type { Plan } from '../../plan/types.ts';
import type { Board } from '../../terminal/board-row.ts';
import { elapsed } from '../../terminal/progress.ts';
import { type CarryOutFlags, defaultWriteBudget } from './carry-out-flags.ts';
import { tellCarriedOver, tellLost } from './carried-over.ts';
import type { Survey } from './survey.ts';

export interface CarryOutOptions extends CarryOutFlags {
  /** What is done may only ever be a part of the plan. */
  readonly pinned: boolean;
}

/**
 * Carries out a plan, with live progress on stderr and the result on stdout.
 * @throws InterruptedError after an interrupt, once the calls under way have ended and all has been said
 * @throws ServectlError `APPLY_INCOMPLETE` where not everything could be done
 */
export async function carryOut(
  context: Context,
  plan: Plan,
  found: Survey,
  options: CarryOutOptions,
): Promise<void> {
  await tellCarriedOver(context, plan, found);
  const outcomes = await watch(context, await start(context, plan, found, options));
  if (context.globals.dryRun) {
    // What isn't sent can't fail; what could not be made ready to be sent can.
    refuseIncomplete(outcomes);
    return;
  }
  tellFailures(context, plan, outcomes);
  await tellLost(context, outcomes);
  const result = applyResult(plan.kind, outcomes);
  if (context.results.format === 'ndjson') await context.results.item({ type: 'result', ...result });
  else await context.results.show(result, applyResultView);
  context.signal.throwIfAborted();
  refuseIncomplete(outcomes);
}

async function start(
  context: Context,
  plan: Plan,
  { client, desired, actual, options, values }: Survey,
  flags: CarryOutOptions,
): Promise<AsyncGenerator<ApplyEvent, readonly Outcome[], undefined>> {
  const { clock } = context.host;
  const { dryRun } = context.globals;
  const writes = dryRun
    ? 'off'
    : (flags.writeBudget ?? ((await context.workspace()).isLocal ? 'off' : defaultWriteBudget));
  return executePlan(plan, {
    client,
    clock,
    replanner: createReplanner({ client, kind: plan.kind, desired, actual, options }),
    readValue: dryRun ? () => '(hidden)' : (source) => values.read(source),
    // In a dry run the requests come in the order of the plan.
    parallel: dryRun ? 1 : flags.parallel,
    ...(writes !== 'off' && { budget: new WriteBudget({ clock, writes }) }),
    interrupt: context.signal,
    ...(flags.timeout !== undefined && { timeoutMs: flags.timeout }),
    waitAtEnd: flags.wait !== false,
    dryRun,
    pinned: flags.pinned,
  });
}

async function watch(
  context: Context,
  events: AsyncGenerator<ApplyEvent, readonly Outcome[], undefined>,
): Promise<readonly Outcome[]> {
  const asEvents = context.results.format === 'ndjson';
  if (asEvents) await context.results.item(eventsHeader);
  const board = await context.notes.board();
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      showProgress(context, board, next.value);
      if (asEvents) await context.results.item(eventRecord(next.value));
    }
  } finally {
    board.stop();
  }
}

function showProgress(context: Context, board: Board, event: ApplyEvent): void {
  const progress = progressOf(event);
  if (progress) board.set({ ...progress, key: progress.entry });
  if (event.type === 'step') board.status('');
  if (event.type === 'throttled') {
    const { waitMs, writesLeft, etaMs } = event;
    board.status(
      `the write budget is used up: the next change in ${elapsed(waitMs)}, the last of ${writesLeft} in about ${elapsed(etaMs)}`,
    );
  }
  if (event.type === 'interrupted') {
    const running = event.running.map(titleOfId).join(', ');
    const left = event.left.length === 0 ? '' : `; ${event.left.length} not begun`;
    context.notes.warn(
      `interrupted: ${running === '' ? 'nothing is under way' : `ending the calls under way for ${running}`}${left}; interrupt again to stop at once`,
    );
  }
}

/** What went wrong with each, in full: the result says only that it did. */
function tellFailures(context: Context, plan: Plan, outcomes: readonly Outcome[]): void {
  const { style } = context.notes;
  // The plan that was shown has said already what blocks them.
  const said = new Set(plan.entries.filter(({ blocked }) => blocked.length > 0).map(({ id }) => id));
  for (const { error, entry } of outcomes) {
    if (error === undefined || said.has(entry)) continue;
    const text = renderError(error, { style, debug: context.globals.debug });
    context.notes.block(`${style.bold(`${titleOfId(entry)}:`)}\n${text}`);
  }
}

/** The code of all the failures, where they have one in common. */
function refuseIncomplete(outcomes: readonly Outcome[]): void {
  const bad = outcomes.filter(({ status }) => status === 'failed' || status === 'blocked');
  if (bad.length === 0) return;
  const codes = new Set(bad.map(({ error }) => exitCodeOf(error)));
  const [code] = codes;
  const skipped = outcomes.filter(({ status }) => status === 'skipped').length;
  throw new ServectlError(
    'APPLY_INCOMPLETE',
    `${bad.length} of ${outcomes.length} could not be brought to what is declared${skipped === 0 ? '' : `, and ${skipped} had to be skipped for that`}`,
    codes.size === 1 && code !== undefined ? code : ExitCode.failure,
    { hint: 'what is done stays done; run the same command again to go on' },
  );
}
