import { UsageError } from '../../errors.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts';
import type { RequestForms } from './forms.ts';

/** What is said in a request, in the order in which it is said. */
export type Conversation = Pick<RequestForms, 'message' | 'history' | 'images' | 'system'>;

/**
 * The messages of a chat: the system message, the conversation so far, what the user says now, pictures beside it.
 * @throws UsageError where the history has a system message of its own
 */
export function chatMessages({
  message,
  history = [],
  images = [],
  system,
}: Conversation): readonly JsonObject[] {
  if (system !== undefined && history.some(({ role }) => role === 'system')) {
    throw new UsageError('a system message is given twice: the conversation so far has one', {
      hint: 'leave out one of the two',
    });
  }
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...history,
    ...(message === undefined && images.length === 0
      ? []
      : [{ role: 'user', content: userContent(message, images) }]),
  ];
}

function userContent(message: string | undefined, images: readonly string[]): string | readonly JsonObject[] {
  if (images.length === 0) return message ?? '';
  return [
    ...(message === undefined ? [] : [{ type: 'text', text: message }]),
    ...images.map((url) => ({ type: 'image_url', image_url: { url } })),
  ];
}

/**
 * The same conversation as items of the Responses API: parts are named after who speaks, calls of functions and their
 * results are items of their own. What already is an item, as of an earlier answer's `output`, stays as it is.
 */
export const responseItems = (messages: readonly JsonObject[]): readonly JsonObject[] =>
  messages.flatMap((message) => (typeof message['type'] === 'string' ? [message] : itemsOf(message)));

function itemsOf({ role, content, tool_calls, tool_call_id, ...rest }: JsonObject): readonly JsonObject[] {
  if (role === 'tool') {
    return [{ type: 'function_call_output', call_id: tool_call_id, output: content, ...rest }];
  }
  const calls = objectsOf(tool_calls).map(({ id, function: called }) => ({
    type: 'function_call',
    call_id: id,
    ...(isObject(called) ? { name: called['name'], arguments: called['arguments'] } : {}),
  }));
  const isSilent = content === null || content === undefined || content === '';
  if (isSilent && calls.length > 0) return calls;
  return [{ role, content: partsOf(content, role), ...rest }, ...calls];
}

function partsOf(content: unknown, role: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content.map((part: unknown) => {
    if (!isObject(part)) return part;
    if (part['type'] === 'text') {
      return { ...part, type: role === 'assistant' ? 'output_text' : 'input_text' };
    }
    if (part['type'] !== 'image_url') return part;
    const image = part['image_url'];
    const { url, ...more } = isObject(image) ? image : { url: stringOf(image) };
    return { type: 'input_image', image_url: url, ...more };
  });
}
