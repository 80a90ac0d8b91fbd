import { UsageError } from '../../errors.ts';

/** The longest line that is read, in bytes: beyond what any endpoint takes. */
const longestLine = 64 * 1024 * 1024;

/**
 * The lines of a text in UTF-8, as many at a time as arrive; empty ones are left out. A byte order mark is skipped, and so
 * is a carriage return at the end of a line.
 * @throws UsageError for a line over 64 MiB
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      rest += text;
      if (rest.length > longestLine) throw new UsageError('a line of the rows is over 64 MiB');
      continue;
    }
    const lines = (rest + text.slice(0, end)).split('\n');
    rest = text.slice(end + 1);
    yield lines.filter(isFilled);
  }
  const last = rest + decoder.decode();
  if (isFilled(last)) yield [last];
}

const isFilled = (line: string): boolean => line !== '' && line.trim() !== '';
