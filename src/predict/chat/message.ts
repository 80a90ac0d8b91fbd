import { UsageError } from '../../errors.ts';
import { isObject, type JsonObject } from '../json.ts';

/** One thing that was said, in the words of the chat API: `{role, content}`, and whatever else the API knows. */
export interface Message extends JsonObject {
  readonly role: string;
}

/** What the first message of a conversation may be, to say how the model shall behave; newer models call it `developer`. */
export const isSystem = ({ role }: Message): boolean => role === 'system' || role === 'developer';

/**
 * The messages of a saved conversation: a list of them, or a request body that holds one (`{messages: […]}`, or
 * `{input: […]}` of the Responses API).
 *
 * @throws UsageError where it is neither, naming the first item that is no message
 */
export function readMessages(value: unknown): readonly Message[] {
  const list = isObject(value) ? (value['messages'] ?? value['input']) : value;
  if (!Array.isArray(list)) {
    throw new UsageError('there are no messages in it', { hint: form });
  }
  return list.map((item: unknown, index) => {
    if (isMessage(item)) return item;
    throw new UsageError(`message ${index + 1} has no role`, { hint: form });
  });
}

const isMessage = (item: unknown): item is Message => isObject(item) && typeof item['role'] === 'string';

const form = 'it looks like [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi!"}]';
