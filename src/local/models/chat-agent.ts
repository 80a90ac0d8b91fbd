import * as z from 'zod';
import { usageOf, type JsonObject, type ModelAnswer, type ModelContext, type Usage } from './answer.ts';
import { echo, type Echo } from './echo.ts';
import { Content, contentText, readRequest } from './read-request.ts';
import { countTokens } from './tokens.ts';

/** MLflow's `ChatAgentRequest`. */
const ChatAgentRequest = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: Content })).min(1),
  custom_inputs: z.record(z.string(), z.unknown()).nullish(),
  stream: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});

/**
 * Answers as an agent of MLflow's `ChatAgent` does: a list of messages, or deltas that belong together by the message's
 * id. It says its last user message again, and gives `custom_inputs` back as `custom_outputs`.
 * @throws ApiFault 400 where the body is no ChatAgent request
 */
export function answerChatAgent(body: JsonObject, context: ModelContext): ModelAnswer {
  const { messages, custom_inputs, stream } = readRequest(ChatAgentRequest, body);
  const asked = messages.findLast(({ role }) => role === 'user') ?? messages.at(-1);
  const answer = echo(contentText(asked?.content), { stop: [] });
  const prompt = messages.reduce((sum, { content }) => sum + countTokens(contentText(content)), 0);
  const usage = usageOf(prompt, answer.tokens.length);
  const returned = custom_inputs == null ? {} : { custom_outputs: custom_inputs };
  const id = context.id('run');
  const message = { role: 'assistant', id: context.id('msg') };
  if (stream) {
    const frames = deltas(answer, { id, ...returned }, message, usage);
    return { kind: 'stream', frames, tokens: usage.total_tokens };
  }
  const said = { ...message, content: answer.tokens.join('') };
  const document = { id, messages: [said], finish_reason: answer.finish_reason, ...returned, usage };
  return { kind: 'document', body: document, tokens: usage.total_tokens };
}

function* deltas(answer: Echo, head: JsonObject, message: JsonObject, usage: Usage): Generator<JsonObject> {
  for (const content of answer.tokens) yield { ...head, delta: { ...message, content } };
  yield { ...head, delta: { ...message, content: '' }, finish_reason: answer.finish_reason, usage };
}
