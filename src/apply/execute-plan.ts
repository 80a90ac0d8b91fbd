import type { Plan, PlanEntry } from '../plan/types.ts';
import { countWrites, type Surroundings } from './entry-run.ts';
import { EventQueue } from './event-queue.ts';
import type { ApplyEvent, ApplyHappening, Outcome } from './events.ts';
import { runEntry } from './run-entry.ts';
import { Slots } from './slots.ts';

export interface ExecuteOptions extends Omit<Surroundings, 'slots' | 'emit' | 'writes'> {
  /** How many entries are worked on at the same time. */
  readonly parallel: number;
}

/**
 * Carries out a plan and yields what happens; the outcome of each entry is what it returns, in the order of the plan.
 * Entries run in parallel, each once those that it depends on have succeeded. One that fails stops none of the others,
 * save those that depend on it. After an interrupt nothing new is begun.
 */
export async function* executePlan(
  plan: Plan,
  options: ExecuteOptions,
): AsyncGenerator<ApplyEvent, readonly Outcome[], undefined> {
  const { clock, interrupt, parallel } = options;
  const startedAt = clock.monotonic();
  const queue = new EventQueue<ApplyEvent>();
  const running = new Set<string>();
  const ended = new Set<string>();
  const emit = (happening: ApplyHappening): void => {
    if (happening.type === 'started') running.add(happening.entry);
    queue.push({ ...happening, elapsedMs: clock.monotonic() - startedAt });
  };
  const surroundings: Surroundings = {
    ...options,
    slots: new Slots(parallel),
    emit,
    writes: { left: plan.entries.reduce((sum, { steps }) => sum + countWrites(steps), 0) },
  };
  const onInterrupt = (): void => {
    const open = plan.entries.filter(({ id, action }) => !ended.has(id) && action !== 'none');
    emit({
      type: 'interrupted',
      running: open.filter(({ id }) => running.has(id)).map(({ id }) => id),
      left: open.filter(({ id }) => !running.has(id)).map(({ id }) => id),
    });
  };
  interrupt.addEventListener('abort', onInterrupt);
  const work = runAll(plan, surroundings, (outcome) => {
    ended.add(outcome.entry);
    surroundings.writes.left -= outcome.left.filter((call) => call !== 'wait').length;
    if (outcome.status !== 'unchanged' || running.has(outcome.entry)) emit({ type: 'finished', outcome });
  }).finally(() => queue.close());
  try {
    yield* queue;
    return await work;
  } finally {
    interrupt.removeEventListener('abort', onInterrupt);
  }
}

function runAll(
  { entries }: Plan,
  surroundings: Surroundings,
  onEnd: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  // What an entry depends on stands before it.
  const ends = new Map<string, Promise<Outcome>>();
  for (const entry of entries) {
    const before = entry.after.flatMap((id) => ends.get(id) ?? []);
    const run = async (): Promise<Outcome> => {
      const outcome = await runAfter(entry, await Promise.all(before), surroundings);
      onEnd(outcome);
      return outcome;
    };
    ends.set(entry.id, run());
  }
  return Promise.all(ends.values());
}

function runAfter(
  entry: PlanEntry,
  before: readonly Outcome[],
  surroundings: Surroundings,
): Promise<Outcome> | Outcome {
  const missing = before.filter(({ status }) => status !== 'applied' && status !== 'unchanged');
  if (missing.length === 0 || entry.action === 'none') return runEntry(entry, surroundings);
  const { id, kind, name, action, steps } = entry;
  return {
    entry: id,
    kind,
    name,
    action,
    status: missing.some(({ status }) => status === 'interrupted') ? 'interrupted' : 'skipped',
    applied: [],
    left: steps.map(({ step }) => step.call),
    because: missing.map((outcome) => outcome.entry),
    tookMs: 0,
  };
}
