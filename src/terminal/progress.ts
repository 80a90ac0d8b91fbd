import type { Clock } from '../clock.ts';
import type { OutputStream } from '../host.ts';
import { escapeLine } from '../output/escape.ts';

/** Live progress on stderr. Always `stop()` it, in a `finally`. */
export interface Progress {
  /** The newest state. On a terminal the spinner's text; elsewhere a line when it changes, and a heartbeat. */
  update(text: string): void;
  /** Runs `print` with the display out of the way. */
  interject(print: () => void): void;
  /** Takes the display away. */
  stop(): void;
}

export interface ProgressOptions {
  readonly stream: OutputStream;
  readonly clock: Clock;
  readonly animate: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** How long a log of a CI job may stay silent before it is told that the wait goes on, in milliseconds. */
export const heartbeatMs = 15_000;

/**
 * A spinner where stderr is a terminal (loaded only then), lines where it is none, nothing with -q.
 * @param line prints one line of notes
 */
export async function startProgress(
  label: string,
  line: (text: string) => void,
  options: ProgressOptions,
): Promise<Progress> {
  if (options.quiet) return silent;
  return options.animate ? spinner(label, options) : lines(label, line, options.clock);
}

const silent: Progress = {
  update: () => undefined,
  interject: (print) => print(),
  stop: () => undefined,
};

async function spinner(label: string, options: ProgressOptions): Promise<Progress> {
  const { default: ora } = await import('ora');
  const startedAt = options.clock.monotonic();
  const spin = ora({
    text: escapeLine(label),
    stream: options.stream,
    isEnabled: true,
    // Raw mode would swallow Ctrl-C, which the host turns into an abort of the wait.
    discardStdin: false,
    ...(options.color ? {} : { color: false as const }),
  }).start();
  return {
    update: (text) => {
      spin.text = `${escapeLine(text)} (${elapsed(options.clock.monotonic() - startedAt)})`;
    },
    interject: (print) => {
      spin.clear();
      print();
      spin.render();
    },
    stop: () => {
      spin.stop();
    },
  };
}

/**
 * No timer: whoever polls calls `update` at each poll, which is at most ten seconds apart, and a line is due when the
 * text changed or the last line is a heartbeat old.
 */
function lines(label: string, line: (text: string) => void, clock: Clock): Progress {
  const startedAt = clock.monotonic();
  let last = label;
  let lastAt = startedAt;
  line(label);
  return {
    update: (text) => {
      const now = clock.monotonic();
      if (text === last && now - lastAt < heartbeatMs) return;
      line(`${text} (${elapsed(now - startedAt)})`);
      last = text;
      lastAt = now;
    },
    interject: (print) => print(),
    stop: () => undefined,
  };
}

/** `8 s`, `2 min 05 s`, `1 h 04 min`. */
export function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
