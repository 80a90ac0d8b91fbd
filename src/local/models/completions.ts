import * as z from 'zod';
import { usageOf, type JsonObject, type ModelAnswer, type ModelContext, type Usage } from './answer.ts';
import { echo, type Echo } from './echo.ts';
import { readRequest, Sampling } from './read-request.ts';
import { countTokens } from './tokens.ts';

const CompletionRequest = Sampling.extend({
  prompt: z.union([z.string(), z.array(z.string()).min(1)], {
    error: 'expected a string or a list of strings; tokens as numbers are not supported',
  }),
});

/**
 * Completes each prompt with the prompt itself, `n` times.
 * @throws ApiFault 400 where the body is no completions request
 */
export function answerCompletion(body: JsonObject, model: string, context: ModelContext): ModelAnswer {
  const request = readRequest(CompletionRequest, body);
  const prompts = [request.prompt].flat();
  const limits = { maxTokens: request.max_tokens, stop: request.stop };
  const answers = prompts.flatMap((prompt) => Array<Echo>(request.n).fill(echo(prompt, limits)));
  const usage = usageOf(
    prompts.reduce((sum, prompt) => sum + countTokens(prompt), 0),
    answers.reduce((sum, { tokens }) => sum + tokens.length, 0),
  );
  const head = { id: context.id('cmpl'), object: 'text_completion', created: context.created, model };

  if (request.stream) {
    const separately = request.stream_options?.include_usage === true;
    const frames = completionChunks(answers, head, usage, separately);
    return { kind: 'stream', frames, tokens: usage.total_tokens };
  }
  const choices = answers.map(({ tokens, finish_reason }, index) => ({
    index,
    text: tokens.join(''),
    finish_reason,
  }));
  return { kind: 'document', body: { ...head, choices, usage }, tokens: usage.total_tokens };
}

/** As the chat's chunks, with `text` in place of the delta. */
function* completionChunks(
  answers: readonly Echo[],
  head: JsonObject,
  usage: Usage,
  separately: boolean,
): Generator<JsonObject> {
  const unknown = separately ? { usage: null } : {};
  for (const [index, { tokens, finish_reason }] of answers.entries()) {
    for (const text of tokens) {
      yield { ...head, choices: [{ index, text, finish_reason: null }], ...unknown };
    }
    const last = index === answers.length - 1;
    const choices = [{ index, text: '', finish_reason }];
    yield { ...head, choices, ...(last && !separately ? { usage } : unknown) };
  }
  if (separately) yield { ...head, choices: [], usage };
}
