import { createInterface, emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Host } from '../host.ts';
import type { LineEvent, LineSource } from './line-source.ts';

const ctrlC = '\x03';

/** The keys after which no line is asked for until the next one is. */
const enders: ReadonlySet<string> = new Set(['\r', '\n', ctrlC, '\x04']);

/**
 * Lines from a person at a terminal, with editing, history and paste. It holds the terminal in raw mode between the
 * lines too: Ctrl-C is then a key, which stops what is under way and not the program, and what is typed ahead is kept
 * for the next line instead of being mixed into the output.
 */
export function terminalLines(
  { stdin, stderr, env }: Pick<Host, 'stdin' | 'stderr' | 'env'>,
  signal: AbortSignal,
): LineSource {
  const decoder = new TextDecoder();
  const history: string[] = [];
  // A terminal without escape sequences has no paste marks either.
  const marksPaste = env['TERM'] !== 'dumb';
  let pending = '';
  let isPasting = false;
  let hasEnded = false;
  let isAsking = false;
  let stop: (() => void) | undefined;
  let feed: () => void = () => undefined;

  // What readline reads in place of stdin: it gets a key only while a line is asked for.
  const keys = Object.assign(new PassThrough(), {
    isTTY: true,
    // Called by readline when it starts, ends, and around Ctrl-Z. It ends with each line, and then the mode stays.
    setRawMode: (mode: boolean) => {
      if (mode || isAsking) stdin.setRawMode?.(mode);
    },
  });
  emitKeypressEvents(keys);
  keys.on('keypress', (_text: unknown, key: { readonly name?: string }) => {
    if (key.name === 'paste-start') isPasting = true;
    if (key.name === 'paste-end') isPasting = false;
  });

  const onData = (chunk: Uint8Array | string): void => {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (!isAsking && text.includes(ctrlC)) {
      // As a terminal does: what was typed ahead goes with it.
      pending = text.slice(text.lastIndexOf(ctrlC) + 1);
      stop?.();
      return;
    }
    pending += text.replaceAll('\r\n', '\r');
    feed();
  };
  const onEnd = (): void => {
    hasEnded = true;
    feed();
  };

  stdin.setRawMode?.(true);
  if (marksPaste) stderr.write('\x1b[?2004h');
  stdin.on('data', onData).on('end', onEnd).on('error', onEnd).resume();

  return {
    next: (prompt) =>
      new Promise<LineEvent>((resolve, reject) => {
        signal.throwIfAborted();
        const lines = createInterface({
          input: keys,
          output: stderr,
          terminal: true,
          prompt,
          history: [...history],
          historySize: 1000,
          crlfDelay: Infinity,
        });
        const settle = (finish: () => void): void => {
          if (!isAsking) return;
          isAsking = false;
          feed = () => undefined;
          signal.removeEventListener('abort', onAbort);
          lines.close();
          finish();
        };
        const onAbort = (): void => settle(() => reject(signal.reason as Error));
        const endLine = (event: LineEvent): void =>
          settle(() => {
            stderr.write('\n');
            resolve(event);
          });

        isAsking = true;
        signal.addEventListener('abort', onAbort);
        lines
          .on('history', (newest: readonly string[]) => history.splice(0, history.length, ...newest))
          .on('line', (text) => settle(() => resolve({ kind: 'line', text, pasted: isPasting })))
          .on('SIGINT', () => endLine({ kind: 'interrupted', typed: lines.line !== '' }))
          .on('close', () => endLine({ kind: 'end' }));
        feed = () => {
          while (isAsking && pending !== '') {
            const taken = upToEnder(pending);
            pending = pending.slice(taken.length);
            keys.emit('data', Buffer.from(taken));
          }
          if (isAsking && hasEnded) endLine({ kind: 'end' });
        };
        lines.prompt();
        feed();
      }),

    onInterrupt: (call) => {
      stop = call;
      return () => {
        stop = undefined;
      };
    },

    close: () => {
      stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
      if (marksPaste) stderr.write('\x1b[?2004l');
      stdin.setRawMode?.(false);
      // A flowing terminal would keep the process alive.
      stdin.pause();
    },
  };
}

/** The keys up to the first that ends the line; all of them where none does. */
function upToEnder(keys: string): string {
  for (let at = 0; at < keys.length; at++) if (enders.has(keys.charAt(at))) return keys.slice(0, at + 1);
  return keys;
}
