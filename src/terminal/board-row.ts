import type { Clock } from '../clock.ts';
import type { OutputStream } from '../host.ts';
import type { Style } from '../output/style.ts';

/** The state of one of several things that are worked on at the same time. */
export interface BoardRow {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  /** Nothing more will come. */
  readonly ended: boolean;
}

/** Live progress of many things on stderr. Always `stop()` it, in a `finally`. */
export interface Board {
  set(row: BoardRow): void;
  /** What holds for all of them: that a budget is used up, say. Empty: nothing any more. */
  status(text: string): void;
  /** Runs `print` with the display out of the way. */
  interject(print: () => void): void;
  /** Takes the display away. */
  stop(): void;
}

export interface BoardOptions {
  readonly stream: OutputStream;
  readonly clock: Clock;
  readonly animate: boolean;
  readonly quiet: boolean;
  readonly style: Style;
  /** Prints one line of notes. */
  readonly line: (text: string) => void;
}
