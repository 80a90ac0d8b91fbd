import type { Context } from '../../../context.ts';
import { ApiError, ExpectationError, ServectlError, StreamError } from '../../../errors.ts';
import { type Expectation, judge } from '../../../predict/expect/expectation.ts';
import type { Reply } from './ask.ts';

export interface Trial {
  readonly name: string;
  readonly expectations: readonly Expectation[];
  /** How often to ask at most. */
  readonly attempts: number;
}

/** The last answer, and what is wrong with it, if anything is. */
export interface Verdict {
  readonly reply: Reply;
  readonly failure: ExpectationError | undefined;
}

/** Milliseconds between the first two attempts; each further pause is twice as long, up to the longest. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Asks until the answer is as expected, and gives up after the last attempt. A failure that may pass (throttled,
 * unavailable, a stream that was cut) is an answer that is not.
 * @throws what the last attempt threw, or an earlier one where it cannot pass
 */
export async function untilExpected(
  context: Context,
  trial: Trial,
  ask: (isLast: boolean) => Promise<Reply>,
): Promise<Verdict> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= trial.attempts;
    const result = await ask(isLast).then(
      (reply) => ({ reply, failure: judged(trial, reply) }),
      (failure: unknown) => {
        if (isLast || !mayPass(failure)) throw failure;
        return { failure };
      },
    );
    if ('reply' in result && (isLast || !result.failure)) return result;
    await pause(context, attempt, trial.attempts, result.failure);
  }
}

function judged({ name, expectations }: Trial, { observation }: Reply): ExpectationError | undefined {
  const unmet = judge(expectations, observation);
  return unmet.length === 0 ? undefined : new ExpectationError(`${name} did not answer as expected`, unmet);
}

const mayPass = (error: unknown): error is ServectlError =>
  error instanceof ServectlError && (error.retryable || error instanceof StreamError);

async function pause(
  { host, notes, signal }: Context,
  attempt: number,
  attempts: number,
  failure: ServectlError | undefined,
): Promise<void> {
  const asked = failure instanceof ApiError ? (failure.retryAfterMs ?? 0) : 0;
  const delayMs = Math.max(asked, Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs));
  const reasons =
    failure instanceof ExpectationError
      ? failure.unmet.map(({ expected, got }) => `expected ${expected}, got ${got}`)
      : [failure?.message ?? ''];
  notes.info(
    `attempt ${attempt} of ${attempts}: ${reasons.join('; ')}; again in ${Math.round(delayMs / 1000)} s`,
  );
  await host.clock.sleep(delayMs, signal);
}
