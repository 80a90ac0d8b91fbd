import { carriedOver } from '../plan/carried-over.ts';
import { canonical } from '../plan/compare.ts';
import type { PlanEntry } from '../plan/types.ts';
import { awaitDeployment, awaitIdle } from './await-deployment.ts';
import { beginRun, countWrites, type EntryRun, stepsLeft, type Surroundings } from './entry-run.ts';
import type { Outcome, OutcomeStatus } from './events.ts';
import { BlockedError, isAnswerLost, isConflict, isInterrupt, isTaken, movedSincePlan } from './failures.ts';
import type { Replanner } from './replanner.ts';
import { sendStep } from './send-step.ts';

/** How often an entry is planned again before it is given up: something else changes the endpoint all the time. */
const maxReplans = 5;

/**
 * Carries out one entry, its steps strictly one after the other. Never throws: what went wrong is in the outcome.
 */
export async function runEntry(entry: PlanEntry, surroundings: Surroundings): Promise<Outcome> {
  const { clock, slots, interrupt, emit, replanner } = surroundings;
  const run = beginRun(entry, replanner);
  await slots.acquire();
  const startedAt = clock.monotonic();
  const end = (status: OutcomeStatus, error?: unknown): Outcome =>
    outcomeOf(run, status, clock.monotonic() - startedAt, error, replanner);
  try {
    if (entry.blocked.length > 0) return end('blocked', new BlockedError(entry.blocked));
    if (entry.action === 'none' && !entry.busy) return end('unchanged');
    interrupt.throwIfAborted();
    emit({ type: 'started', entry: entry.id, action: entry.action });
    const unawaited = await carryOut(run, surroundings);
    const outcome = end(run.applied.length === 0 ? 'unchanged' : 'applied');
    return unawaited ? { ...outcome, unawaited } : outcome;
  } catch (error) {
    if (isInterrupt(error)) return end('interrupted');
    return end(error instanceof BlockedError ? 'blocked' : 'failed', error);
  } finally {
    slots.release();
  }
}

/** @returns true where the last deployment was left to itself */
async function carryOut(run: EntryRun, surroundings: Surroundings): Promise<boolean> {
  const { dryRun, waitAtEnd, clock, interrupt } = surroundings;
  const { busy, action } = run.entry;
  // Deleting doesn't wait for a deployment to end.
  if (busy && action !== 'delete' && !dryRun) {
    if (action === 'none' && !waitAtEnd) return true;
    await replan(run, 'busy', undefined, surroundings);
  }
  for (let replans = 0; ; replans++) {
    try {
      return await obey(run, surroundings);
    } catch (error) {
      const reason = isConflict(error) ? 'conflict' : isAnswerLost(error) ? 'answer-lost' : undefined;
      if (!reason || !mayReplan(run) || replans === maxReplans) throw error;
      // A workspace in trouble is given some time.
      if (reason === 'answer-lost') await clock.sleep((replans + 1) * 1_000, interrupt);
      await replan(run, reason, error, surroundings);
    }
  }
}

async function obey(run: EntryRun, surroundings: Surroundings): Promise<boolean> {
  const { emit } = surroundings;
  let unawaited = false;
  for (let planned; (planned = run.current.steps[run.next]); run.next += 1) {
    const { call } = planned.step;
    if (call === 'wait') {
      if (surroundings.dryRun) continue;
      const isLast = stepsLeft(run).every(({ step }) => goesBesideDeployment.has(step.call));
      if (isLast && !surroundings.waitAtEnd) unawaited = true;
      else await awaitDeployment(run, surroundings);
      continue;
    }
    const of = run.current.steps.length;
    emit({ type: 'step', entry: run.entry.id, call, number: run.next + 1, of });
    await sendStep(run, planned, surroundings);
    run.applied.push(call);
  }
  return unawaited;
}

/** What is taken while a config is being deployed, and the wait for that itself. */
const goesBesideDeployment: ReadonlySet<string> = new Set(['wait', 'update-permissions', 'set-permissions']);

/**
 * Only an endpoint can be looked at; one that is being replaced isn't what its plan was made from any more, and a wait
 * has done all the looking there is.
 */
const mayReplan = ({ entry, current, next, deleted }: EntryRun): boolean =>
  entry.kind === 'endpoint' && !deleted && current.steps[next]?.step.call !== 'wait';

type ReplanReason = 'busy' | 'conflict' | 'answer-lost';

/** Waits until the endpoint is idle, looks at it again, and goes on with what is left to do then. */
async function replan(
  run: EntryRun,
  reason: ReplanReason,
  cause: unknown,
  surroundings: Surroundings,
): Promise<void> {
  const { replanner, emit, writes, pinned } = surroundings;
  await awaitIdle(run, surroundings);
  const fresh = await replanner.afresh(run.entry);
  // Not ours to take over: somebody has made an endpoint of that name since the plan was.
  if (isTaken(cause) && fresh.action !== 'none') {
    throw cause.advise('somebody has created it since the plan was made; run it again to change that one');
  }
  if (pinned && !isPartOf(fresh, run.entry, reason)) throw movedSincePlan(run.entry.name);
  if (fresh.blocked.length > 0) throw new BlockedError(fresh.blocked);
  noteUnanswered(run, fresh, reason);
  writes.left += countWrites(fresh.steps) - countWrites(stepsLeft(run));
  run.current = fresh;
  run.next = 0;
  run.endpointId = replanner.idOf(run.entry.name);
  emit({ type: 'replanned', entry: run.entry.id, action: fresh.action, reason });
}

/** The call whose answer was lost was carried out where nothing is left of it to do. */
function noteUnanswered(run: EntryRun, fresh: PlanEntry, reason: ReplanReason): void {
  const call = run.current.steps[run.next]?.step.call;
  if (reason !== 'answer-lost' || call === undefined) return;
  if (!fresh.steps.some(({ step }) => step.call === call)) run.applied.push(call);
}

/** Whether nothing would be done that a saved plan doesn't say. */
function isPartOf(fresh: PlanEntry, saved: PlanEntry, reason: ReplanReason): boolean {
  if (reason === 'busy') return fresh.fingerprint.actual === saved.fingerprint.actual;
  const known = new Set(saved.changes.map(({ path, to }) => canonical([path, to])));
  return fresh.action === 'none' || fresh.changes.every(({ path, to }) => known.has(canonical([path, to])));
}

function outcomeOf(
  run: EntryRun,
  status: OutcomeStatus,
  tookMs: number,
  error: unknown,
  replanner: Replanner,
): Outcome {
  const { entry, applied } = run;
  const left = status === 'applied' || status === 'unchanged' ? [] : stepsLeft(run);
  const step = status === 'failed' ? left[0]?.step.call : undefined;
  const document = run.deleted ? replanner.documentOf(entry.name) : undefined;
  const lost = document ? carriedOver(left, document) : {};
  return {
    entry: entry.id,
    kind: entry.kind,
    name: entry.name,
    action: applied.length > 0 ? entry.action : run.current.action,
    status,
    applied,
    ...(step !== undefined && { step }),
    ...(error !== undefined && { error }),
    left: left.map(({ step: each }) => each.call),
    ...(Object.keys(lost).length > 0 && { lost }),
    tookMs,
  };
}
