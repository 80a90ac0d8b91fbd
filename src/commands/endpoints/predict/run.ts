import type { Context } from '../../../context.ts';
import { ApiError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { onEndpoint } from '../near-names.ts';
import { showAnswer } from './answer.ts';
import { chooseInvoker } from '../../shared/choose-invoker.ts';
import type { PredictFlags } from './flags/predict.ts';
import { readRequest } from './request.ts';
import { showStream } from './stream.ts';
import { sayWhyItWaits } from './waking.ts';

/** Asks the endpoint once and prints what it answers. Throws as the client does. */
export const predict = (context: Context, name: string, flags: PredictFlags): Promise<void> =>
  onEndpoint(context, name, ask(context, name, flags));

async function ask(context: Context, name: string, flags: PredictFlags): Promise<void> {
  const body = await readRequest(context, name, flags);
  const invoker = await chooseInvoker(context, name, flags);
  const call = { signal: context.signal };
  const waiting = sayWhyItWaits(context, name);
  try {
    if (flags.stream === true || body['stream'] === true) {
      await showStream(context, name, invoker.stream(body, call), waiting.stop);
    } else {
      const answer = await invoker.invoke(body, call);
      waiting.stop();
      await showAnswer(context, name, answer);
    }
  } catch (error) {
    if (isStopped(error)) error.advise(`a request does not wake it: servectl endpoints start ${name}`);
    throw error;
  } finally {
    waiting.stop();
  }
}

const isStopped = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.exitCode === ExitCode.conflict && /is stopped/i.test(error.message);
