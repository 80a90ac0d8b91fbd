import type { Context } from '../../../context.ts';
import { bodyError } from '../../../http/body-error.ts';
import type { Reply } from './ask.ts';
import type { Transforms } from '../../../predict/transform/transforms.ts';

/**
 * The reply as the transform of the output makes it: what that returns is shown, and is the text that is judged. An answer
 * that reports an error stays what it is. Throws as the transform does.
 */
export async function retell(context: Context, { output }: Transforms, reply: Reply): Promise<Reply> {
  const { body } = reply.observation;
  if (!output || bodyError(body)) return reply;
  // A function that returns nothing has an answer of nothing.
  const value = (await output(body)) ?? null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return {
    observation: { ...reply.observation, text, isText: typeof value === 'string' },
    show: () => showValue(context, value, text),
  };
}

/** A text as it is, for people and pipes; anything else as JSON. The other formats get the value. */
async function showValue({ results }: Context, value: unknown, text: string): Promise<void> {
  if (results.format !== 'table' || results.queried) {
    return results.show(value, { human: () => [], names: () => [text] });
  }
  return results.text(text.endsWith('\n') ? text : `${text}\n`);
}
