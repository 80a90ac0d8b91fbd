import { InterruptedError, UsageError } from '../errors.ts';
import type { Host } from '../host.ts';
import { escapeControls } from '../output/escape.ts';
import { HiddenLine } from './hidden-line.ts';

/** The parts of a run's context that asking takes. */
export interface Asker {
  readonly host: Pick<Host, 'stdin' | 'stderr'>;
  readonly globals: { readonly input: boolean; readonly yes: boolean };
  readonly signal: AbortSignal;
}

/**
 * Asks a yes-or-no question on stderr; anything but yes is no. With `--yes` the answer is yes unasked.
 * @param question names the object, without the question mark: `delete the endpoint chat`
 * @throws UsageError where nothing may be asked, naming `--yes`
 */
export async function confirm(asker: Asker, question: string): Promise<boolean> {
  if (asker.globals.yes) return true;
  refuseUnlessInteractive(asker, `confirmation is needed to ${question}`, '--yes');
  const answer = await askLine(asker, `${question[0]?.toUpperCase() ?? ''}${question.slice(1)}? [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * Asks for a value that is not shown while it is typed or pasted.
 * @param instead the flags that give the value without asking, for the error
 * @throws UsageError where nothing may be asked, or the input ended
 * @throws InterruptedError on Ctrl-C
 */
export async function askHidden(asker: Asker, label: string, instead: string): Promise<string> {
  refuseUnlessInteractive(asker, 'a value is needed, and nobody can be asked for it', instead);
  const { stdin, stderr } = asker.host;
  const line = new HiddenLine();
  // Before the label: whoever types (or a program does) as soon as it is there must not be echoed.
  stdin.setRawMode?.(true);
  stderr.write(`\x1b[?2004h${escapeControls(label)}`);
  try {
    const state = await readUntil(asker, (text) => {
      const now = line.feed(text);
      return now === 'more' ? undefined : now;
    });
    // In raw mode the terminal sends Ctrl-C as a character and no signal.
    if (state === 'interrupted') throw new InterruptedError('SIGINT');
    if (state !== 'entered') throw new UsageError('the input ended before a value was given');
    return line.value;
  } finally {
    stdin.setRawMode?.(false);
    stderr.write('\x1b[?2004l\n');
  }
}

function refuseUnlessInteractive(asker: Asker, why: string, flag: string): void {
  if (asker.globals.input) return;
  throw new UsageError(escapeControls(why), {
    hint: `pass ${flag}: nothing is asked without a terminal, in CI or with --no-input`,
  });
}

async function askLine(asker: Asker, question: string): Promise<string> {
  asker.host.stderr.write(escapeControls(question));
  let typed = '';
  try {
    await readUntil(asker, (text) => {
      typed += text;
      return typed.includes('\n') || typed.includes('\r') ? 'entered' : undefined;
    });
  } catch (error) {
    // Whatever is said next stands on a line of its own.
    asker.host.stderr.write('\n');
    throw error;
  }
  return typed.split(/[\r\n]/, 1)[0] ?? '';
}

/** Hands what comes on stdin to `take` until it answers, or the input ends, which is `undefined`. */
function readUntil<T>(asker: Asker, take: (text: string) => T | undefined): Promise<T | undefined> {
  const { stdin } = asker.host;
  const { signal } = asker;
  const decoder = new TextDecoder();
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      stdin.off('data', onData).off('end', onEnd).off('error', onError);
      signal.removeEventListener('abort', onAbort);
      // A flowing terminal would keep the process alive.
      stdin.pause();
      finish();
    };
    const onData = (chunk: Uint8Array | string): void => {
      const taken = take(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
      if (taken !== undefined) settle(() => resolve(taken));
    };
    const onEnd = (): void => settle(() => resolve(undefined));
    const onError = (error: Error): void => settle(() => reject(error));
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    signal.addEventListener('abort', onAbort);
    stdin.on('data', onData).on('end', onEnd).on('error', onError).resume();
  });
}
