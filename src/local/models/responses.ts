import * as z from 'zod';
import type { JsonObject, ModelAnswer, ModelContext } from './answer.ts';
import { echo, type Echo } from './echo.ts';
import { Content, contentText, readRequest } from './read-request.ts';
import { countTokens } from './tokens.ts';

const InputItem = z.looseObject({ type: z.string().nullish(), role: z.string().nullish(), content: Content });

const ResponsesRequest = z.looseObject({
  input: z.union([z.string(), z.array(InputItem).min(1)]),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stream: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});

/**
 * Answers a Responses request with the text of its last user message, as one `message` item.
 * @throws ApiFault 400 where the body is no Responses request
 */
export function answerResponses(body: JsonObject, model: string, context: ModelContext): ModelAnswer {
  const request = readRequest(ResponsesRequest, body);
  const items =
    typeof request.input === 'string' ? [{ role: 'user', content: request.input }] : request.input;
  const asked = items.findLast(({ role }) => role === 'user') ?? items.at(-1);
  const answer = echo(contentText(asked?.content), { maxTokens: request.max_output_tokens, stop: [] });

  const heard = items.map(({ content }) => contentText(content)).concat(request.instructions ?? '');
  const inputTokens = heard.reduce((sum, text) => sum + countTokens(text), 0);
  const response = {
    id: context.id('resp'),
    object: 'response',
    created_at: context.created,
    model,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    error: null,
    metadata: {},
  };
  const itemId = context.id('msg');
  const completed = {
    ...response,
    status: answer.finish_reason === 'stop' ? 'completed' : 'incomplete',
    incomplete_details: answer.finish_reason === 'stop' ? null : { reason: 'max_output_tokens' },
    output: [messageItem(itemId, 'completed', [textPart(answer.tokens.join(''))])],
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: answer.tokens.length,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + answer.tokens.length,
    },
  };
  const tokens = completed.usage.total_tokens;
  if (!request.stream) return { kind: 'document', body: completed, tokens };
  return { kind: 'stream', frames: numbered(events(answer, itemId, response, completed)), tokens };
}

const textPart = (text: string) => ({ type: 'output_text', text, annotations: [] });

const messageItem = (id: string, status: string, content: readonly JsonObject[]) => ({
  type: 'message',
  id,
  status,
  role: 'assistant',
  content,
});

function* numbered(frames: Iterable<JsonObject>): Generator<JsonObject> {
  let sequence_number = 0;
  for (const frame of frames) yield { ...frame, sequence_number: sequence_number++ };
}

/** The events of one message, in OpenAI's order: their `type` says what they are, so no `event:` lines are needed. */
function* events(
  answer: Echo,
  item_id: string,
  response: JsonObject,
  completed: JsonObject & { readonly status: string },
): Generator<JsonObject> {
  const started = {
    ...response,
    status: 'in_progress',
    incomplete_details: null,
    output: [],
    usage: null,
  };
  const place = { item_id, output_index: 0, content_index: 0 };
  const text = answer.tokens.join('');
  yield { type: 'response.created', response: started };
  yield { type: 'response.in_progress', response: started };
  yield {
    type: 'response.output_item.added',
    output_index: 0,
    item: messageItem(item_id, 'in_progress', []),
  };
  yield { type: 'response.content_part.added', ...place, part: textPart('') };
  for (const delta of answer.tokens) {
    yield { type: 'response.output_text.delta', ...place, delta, logprobs: [] };
  }
  yield { type: 'response.output_text.done', ...place, text, logprobs: [] };
  yield { type: 'response.content_part.done', ...place, part: textPart(text) };
  yield {
    type: 'response.output_item.done',
    output_index: 0,
    item: messageItem(item_id, 'completed', [textPart(text)]),
  };
  yield { type: `response.${completed.status}`, response: completed };
}
