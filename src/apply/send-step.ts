import { completeStep } from '../plan/withhold.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { EntryRun, Surroundings } from './entry-run.ts';
import { executeSecretStep } from './execute-secret-step.ts';
import { executeStep } from './execute-step.ts';
import { isAnswerLost, isConflict, isDoneAlready } from './failures.ts';

/** How often one call is made before its failure counts. */
const attempts = 4;

/**
 * Makes the call of a step, within the write budget. A call that does no harm twice is made again where its answer was
 * lost; what the workspace says is done already counts as done.
 */
export async function sendStep(
  run: EntryRun,
  planned: PlannedStep,
  surroundings: Surroundings,
): Promise<void> {
  const { clock, interrupt } = surroundings;
  for (let attempt = 1; ; attempt++) {
    await takeBudget(run, surroundings);
    try {
      const answer = await send(run, planned, surroundings);
      noteEffects(run, planned, answer);
      return;
    } catch (error) {
      if (isDoneAlready(planned, error)) {
        noteEffects(run, planned, undefined);
        return;
      }
      // It is still to be done, by whomever.
      surroundings.writes.left += 1;
      if (attempt === attempts || !mayRepeat(run, planned, error)) throw error;
      await clock.sleep(attempt * 1_000, interrupt);
    }
  }
}

/** Calls under way are finished, even after an interrupt: none gets a signal. */
async function send(
  { endpointId }: EntryRun,
  planned: PlannedStep,
  { client, readValue, dryRun }: Surroundings,
): Promise<unknown> {
  const step = await completeStep(planned, readValue);
  switch (step.call) {
    case 'create-scope':
    case 'put-secret':
    case 'delete-secret':
    case 'delete-scope':
    case 'put-secret-acl':
    case 'delete-secret-acl':
      return executeSecretStep(client, step);
    default: {
      const id = endpointId ?? (dryRun ? 'ID' : undefined);
      const wait = (): Promise<never> => Promise.reject(new Error('a wait is no call'));
      return executeStep(client, step, { wait, ...(id !== undefined && { endpointId: id }) });
    }
  }
}

async function takeBudget({ entry }: EntryRun, surroundings: Surroundings): Promise<void> {
  const { budget, interrupt, emit, writes } = surroundings;
  interrupt.throwIfAborted();
  writes.left -= 1;
  await budget?.take(interrupt, (waitMs) =>
    emit({
      type: 'throttled',
      entry: entry.id,
      waitMs,
      writesLeft: writes.left + budget.held,
      etaMs: Math.max(waitMs, budget.etaMs(writes.left)),
    }),
  );
}

function noteEffects(run: EntryRun, { step }: PlannedStep, answer: unknown): void {
  switch (step.call) {
    case 'delete':
      run.endpointId = undefined;
      run.deleted = run.current.action === 'replace';
      return;
    case 'create':
      run.deploys = true;
      run.endpointId = idIn(answer);
      return;
    case 'update-config':
      run.deploys = true;
      return;
    default:
  }
}

const idIn = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string'
    ? answer.id
    : undefined;

/**
 * A config is not sent twice unseen: it would be deployed twice. In the middle of a replacement there is no way back to
 * planning: what the endpoint of before had is known to the plan alone.
 */
function mayRepeat(run: EntryRun, { step }: PlannedStep, error: unknown): boolean {
  if (run.deleted && isConflict(error)) return true;
  return isAnswerLost(error) && step.call !== 'create' && step.call !== 'update-config';
}
