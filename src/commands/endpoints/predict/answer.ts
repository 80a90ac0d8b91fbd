import type { InvocationAnswer } from '../../../client/query.ts';
import type { Context } from '../../../context.ts';
import { ServectlError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { answerText } from '../../../predict/answer-text.ts';
import { type Answer, readAnswer } from '../../../predict/answer.ts';
import { sayUsage, settleFinish } from './finish.ts';
import { vectorsTable } from './vectors.ts';

/**
 * Prints an answer: its text for people and pipes, the body as the server sent it in the other formats.
 * @param input what there are vectors of, where it was embedded
 * @throws ServectlError for a failure that came with a good status, and where a content filter withheld the answer
 */
export async function showAnswer(
  context: Context,
  name: string,
  { body, headers }: InvocationAnswer,
  input?: unknown,
): Promise<void> {
  const { results, notes } = context;
  const answer = readAnswer(body);
  const served = headers['served-model-name'];
  if (served !== undefined) notes.verbose(`answered by ${served}`);
  const isForPeople = results.format === 'table' && !results.queried;
  if (!isForPeople) await results.show(body, { human: () => [], names: () => [name] });
  else if (answer.kind !== 'error') await printText(context, answer, input);
  settle(context, name, answer);
}

async function printText({ host, results, notes }: Context, answer: Answer, input: unknown): Promise<void> {
  if (answer.kind === 'text')
    for (const { reasoning } of answer.choices) if (reasoning !== '') notes.verbose(reasoning);
  if (answer.kind === 'embeddings' && host.stdout.isTTY === true) {
    const { vectors } = answer;
    return results.show(vectors, { human: () => [vectorsTable(vectors, input)], names: () => [] });
  }
  const text = answerText(answer);
  await results.text(text.endsWith('\n') ? text : `${text}\n`);
}

function settle({ notes }: Context, name: string, answer: Answer): void {
  if (answer.kind === 'error') {
    const { code = 'MODEL_ERROR', message } = answer.error;
    throw new ServectlError(code, `${name} answered with an error: ${message}`, ExitCode.failure);
  }
  if ('usage' in answer) sayUsage(notes, answer.usage);
  if (answer.kind !== 'text') return;
  for (const { finishReason } of answer.choices) settleFinish(notes, finishReason);
}
