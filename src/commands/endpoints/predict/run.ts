import type { Context } from '../../../context.ts';
import { onEndpoint } from '../near-names.ts';
import { ask } from './ask.ts';
import { loadExpectations } from './expectations.ts';
import { explained } from './explain.ts';
import type { PredictFlags } from './flags/predict.ts';
import { prepare } from './prepare.ts';
import { retell } from './retell.ts';
import { isApp } from './route-task.ts';
import { untilExpected } from './until-expected.ts';

/**
 * Asks the endpoint, prints what it answers, and judges that by what is expected of it. Throws as the client does.
 * @throws ExpectationError where the answer is not as expected; it is printed all the same
 */
export async function predict(context: Context, name: string, flags: PredictFlags): Promise<void> {
  // Before anything is sent: a flag that says nothing must cost nothing.
  const checks = await loadExpectations(context, flags);
  const { dryRun } = context.globals;
  if (flags.wait === true && !dryRun) await waitUntilReady(context, name, flags.timeout);

  const { transforms, ...prepared } = await onEndpoint(context, name, prepare(context, name, flags));
  if (dryRun) return (await import('./rehearse.ts')).rehearse(context, prepared);
  const attempts = flags.attempts ?? 1;
  const question = { name, isApp: isApp(flags), ...prepared };
  const trial = { name, expectations: checks, attempts };
  const answered = untilExpected(context, trial, async (isLast) => {
    // What the last attempt says is shown in any case: as it arrives.
    const reply = await ask(context, { ...question, held: !isLast });
    return question.streams ? reply : retell(context, transforms, reply);
  });
  const { reply, failure } = await explained(context, question, answered);

  await reply.show();
  if (flags.timing === true) (await import('./timing.ts')).sayTiming(context, reply.observation);
  if (failure) {
    (await import('./annotate.ts')).annotate(context, failure);
    throw failure;
  }
  if (checks.length > 0) context.notes.info(`${name} answers as expected`);
}

async function waitUntilReady(context: Context, name: string, timeout: number | undefined): Promise<void> {
  const { waitFor } = await import('../wait-for.ts');
  const flags = timeout === undefined ? {} : { timeout };
  await onEndpoint(context, name, waitFor(context, name, flags, { until: 'ready' }));
}
