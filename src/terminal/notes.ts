import type { Style } from '../output/style.ts';
import { escapeControls } from '../output/escape.ts';
import type { Board } from './board-row.ts';
import type { Progress } from './progress.ts';

/**
 * Everything that is said beside the result, on stderr. Texts are sentences; control characters in them are made
 * visible here, so callers may put names and messages of a server into them as they came.
 */
export interface Notes {
  /** What was done: `created endpoint chat`. Not with -q. */
  info(text: string): void;
  /** What the user should know although the command goes on. Always shown. */
  warn(text: string): void;
  /** The next useful command. Only on a terminal, and not with -q. */
  hint(text: string): void;
  /** More detail, with -v (and --debug). */
  verbose(text: string): void;
  /** For whoever looks for a fault, with --debug. Secrets are redacted by the caller. */
  debug(text: string): void;
  /** The final message of a failure: text that is already laid out, printed as it is. */
  block(text: string): void;
  /** Live progress of something that takes time. */
  progress(label: string): Promise<Progress>;
  /** Live progress of many things at the same time. */
  board(): Promise<Board>;
  readonly style: Style;
}

export interface NotesOptions {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly style: Style;
  /** Opens a progress display that shares the stream with these notes. */
  readonly startProgress: (label: string, line: (text: string) => void) => Promise<Progress>;
  /** The same, for many things. `line` prints past the display, which has made way. */
  readonly startBoard: (line: (text: string) => void) => Promise<Board>;
}

export function createNotes(options: NotesOptions): Notes {
  const { style } = options;
  let active: Pick<Progress, 'interject'> | undefined;
  const raw = (text: string): void => {
    // A spinner owns the last line of the terminal while it runs.
    if (active) active.interject(() => options.write(text));
    else options.write(text);
  };
  const line = (prefix: string, text: string): void => raw(`${prefix}${escapeControls(text)}\n`);
  const info = (text: string): void => {
    if (!options.quiet) line('', text);
  };

  return {
    style,
    info,
    warn: (text) => line(`${style.yellow('warning:')} `, text),
    hint: (text) => {
      if (options.isTTY && !options.quiet) line(`${style.cyan('hint:')} `, text);
    },
    verbose: (text) => {
      if (options.verbose || options.debug) line('', text);
    },
    debug: (text) => {
      if (options.debug) line(`${style.dim('debug:')} `, text);
    },
    block: (text) => raw(text.endsWith('\n') ? text : `${text}\n`),
    progress: async (label) => {
      const progress = await options.startProgress(label, info);
      active = progress;
      return {
        ...progress,
        stop: () => {
          active = undefined;
          progress.stop();
        },
      };
    },
    board: async () => {
      // The display itself makes way for the lines that it prints.
      const board = await options.startBoard((text) => options.write(`${escapeControls(text)}\n`));
      active = board;
      return {
        ...board,
        stop: () => {
          active = undefined;
          board.stop();
        },
      };
    },
  };
}
