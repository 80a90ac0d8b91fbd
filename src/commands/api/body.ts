import type { Context } from '../../context.ts';
import { readData } from '../shared/data.ts';
import { parseJsonInput } from '../shared/json-input.ts';

/**
 * The body's bytes, as given. What goes as JSON must be JSON; under another content type anything goes.
 * @throws InvalidInputError for text that should be JSON and is none
 */
export async function readBody(
  context: Context,
  data: string,
  headers: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const input = await readData(context, data);
  if (/^application\/json\b/i.test(headers['content-type'] ?? 'application/json'))
    await parseJsonInput(input);
  return input.bytes;
}
