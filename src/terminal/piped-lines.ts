import type { Readable } from 'node:stream';
import type { LineSource } from './line-source.ts';

/** The lines of a pipe or a file, each as soon as it is whole; the last one may lack its newline. No prompt is printed. */
export function pipedLines(stdin: Readable, signal: AbortSignal): LineSource {
  const stop = (): void => void stdin.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop);
  const lines = linesOf(stdin);
  return {
    next: async () => {
      signal.throwIfAborted();
      const { value, done } = await lines.next();
      signal.throwIfAborted();
      return done === true ? { kind: 'end' } : { kind: 'line', text: value };
    },
    // In a pipe Ctrl-C is a signal, and ends the program.
    onInterrupt: () => () => undefined,
    close: () => signal.removeEventListener('abort', stop),
  };
}

async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const parts = (
      rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    ).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) yield line.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
