import type { InvocationAnswer } from '../../../client/query.ts';
import type { Context } from '../../../context.ts';
import { ServectlError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { readAnswer } from '../../../predict/answer.ts';
import { sayUsage, settleFinish } from './finish.ts';
import { answerText } from './text.ts';
import { vectorsText } from './vectors.ts';

/**
 * Prints an answer: its text for people and pipes, the body as the server sent it in the other formats.
 * @throws ServectlError for a failure that came with a good status
 */
export async function showAnswer(
  context: Context,
  name: string,
  { body, headers }: InvocationAnswer,
): Promise<void> {
  const { results, notes } = context;
  const answer = readAnswer(body);
  const served = headers['served-model-name'];
  if (served !== undefined) notes.verbose(`answered by ${served}`);
  if (results.format === 'table' && !results.queried) await printText();
  else await results.show(body, { human: () => [], names: () => [name] });
  if ('usage' in answer) sayUsage(notes, answer.usage);

  async function printText(): Promise<void> {
    switch (answer.kind) {
      case 'text':
        for (const { reasoning } of answer.choices) if (reasoning !== '') notes.verbose(reasoning);
        await printLine(answerText(answer.choices));
        for (const { finishReason } of answer.choices) settleFinish(notes, finishReason);
        return;
      case 'embeddings':
        return printLine(vectorsText(answer.vectors, context.host.stdout.isTTY === true));
      case 'predictions':
      case 'outputs':
        return printLine(rowsText(answer.values));
      case 'error': {
        const { code = 'MODEL_ERROR', message } = answer.error;
        throw new ServectlError(code, `${name} answered with an error: ${message}`, ExitCode.failure);
      }
      case 'raw':
        return printLine(JSON.stringify(answer.body, null, 2));
    }
  }

  async function printLine(text: string): Promise<void> {
    await results.text(text.endsWith('\n') ? text : `${text}\n`);
  }
}

/** A row a line: texts as they are, everything else as JSON. */
const rowsText = (values: unknown): string =>
  (Array.isArray(values) ? values : [values])
    .map((value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join('\n');
