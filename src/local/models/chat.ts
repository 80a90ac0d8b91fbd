import * as z from 'zod';
import { usageOf, type JsonObject, type ModelAnswer, type ModelContext, type Usage } from './answer.ts';
import { echo, type Echo } from './echo.ts';
import { Content, contentText, readRequest, Sampling } from './read-request.ts';
import { countTokens } from './tokens.ts';

const Message = z.looseObject({ role: z.string(), content: Content });

const ChatRequest = Sampling.extend({ messages: z.array(Message).min(1) });

/**
 * Answers a chat with the text of its last user message (of its last message, where no user spoke). `n` choices are all
 * the same. `prompt_tokens` counts the text of every message. `tools` are accepted and never called.
 * @throws ApiFault 400 where the body is no chat request
 */
export function answerChat(body: JsonObject, model: string, context: ModelContext): ModelAnswer {
  const request = readRequest(ChatRequest, body);
  const asked = request.messages.findLast(({ role }) => role === 'user') ?? request.messages.at(-1);
  const limits = { maxTokens: request.max_completion_tokens ?? request.max_tokens, stop: request.stop };
  const answer = echo(contentText(asked?.content), limits);
  const prompt = request.messages.reduce(
    (sum, message) => sum + countTokens(contentText(message.content)),
    0,
  );
  const usage = usageOf(prompt, answer.tokens.length * request.n);
  const head = { id: context.id('chatcmpl'), created: context.created, model };

  if (request.stream) {
    const separately = request.stream_options?.include_usage === true;
    const frames = chatChunks(answer, request.n, head, usage, separately);
    return { kind: 'stream', frames, tokens: usage.total_tokens };
  }
  const choices = Array.from({ length: request.n }, (_, index) => ({
    index,
    message: { role: 'assistant', content: answer.tokens.join('') },
    finish_reason: answer.finish_reason,
  }));
  const document = { ...head, object: 'chat.completion', choices, usage };
  return { kind: 'document', body: document, tokens: usage.total_tokens };
}

/**
 * A chunk for each token, then one with the `finish_reason` for each choice. Every delta holds the role, the last too:
 * langchain-community's ChatDatabricks reads it from each. Usage goes on the last chunk that has a choice, where most
 * clients look (the AI SDK takes an extra chunk for the end); `separately`, which `include_usage` asks for, puts it on
 * a chunk of its own without choices, as OpenAI does.
 */
function* chatChunks(
  answer: Echo,
  n: number,
  head: JsonObject,
  usage: Usage,
  separately: boolean,
): Generator<JsonObject> {
  const base = { ...head, object: 'chat.completion.chunk' };
  const unknown = separately ? { usage: null } : {};
  for (let index = 0; index < n; index++) {
    for (const content of answer.tokens) {
      const delta = { role: 'assistant', content };
      yield { ...base, choices: [{ index, delta, finish_reason: null }], ...unknown };
    }
    const delta = { role: 'assistant', content: '' };
    const choices = [{ index, delta, finish_reason: answer.finish_reason }];
    yield { ...base, choices, ...(separately || index < n - 1 ? unknown : { usage }) };
  }
  if (separately) yield { ...base, choices: [], usage };
}
