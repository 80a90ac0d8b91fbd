import type { Clock } from '../clock.ts';
import type { OutputStream } from '../host.ts';
import type { Style } from '../output/style.ts';
import { columnsOf } from './columns.ts';
import { elapsed, heartbeatMs } from './progress.ts';

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

/** A table that is drawn over where stderr is a terminal (loaded only then), lines where it is none, nothing with -q. */
export async function startBoard(options: BoardOptions): Promise<Board> {
  if (options.quiet) return silentBoard;
  if (!options.animate || columnsOf(options.stream) === undefined) return lineBoard(options);
  const { liveTable } = await import('./live-table.ts');
  return liveTable(options);
}

const silentBoard: Board = {
  set: () => undefined,
  status: () => undefined,
  interject: (print) => print(),
  stop: () => undefined,
};

/**
 * A line for each new state, and a heartbeat. No timer: whoever waits looks every ten seconds at most, and says so here.
 */
export function lineBoard({ clock, line }: Pick<BoardOptions, 'clock' | 'line'>): Board {
  const startedAt = clock.monotonic();
  const open = new Map<string, BoardRow>();
  let lastAt = startedAt;
  const print = (text: string): void => {
    lastAt = clock.monotonic();
    line(`${text} (${elapsed(lastAt - startedAt)})`);
  };
  let said = '';
  const isDue = (): boolean => clock.monotonic() - lastAt >= heartbeatMs;
  return {
    set: (row) => {
      const before = open.get(row.key);
      if (row.ended) open.delete(row.key);
      else open.set(row.key, row);
      if (before?.state !== row.state) print(`${row.title}: ${row.state}`);
      else if (isDue()) print(heartbeat([...open.values()]));
    },
    status: (text) => {
      if (text !== '' && (said === '' || isDue())) print(text);
      said = text;
    },
    interject: (work) => work(),
    stop: () => undefined,
  };
}

/** `still 3 under way: endpoint a (updating), endpoint b (updating), …`. */
function heartbeat(rows: readonly BoardRow[]): string {
  const shown = rows.slice(0, 3).map(({ title, state }) => `${title} (${state})`);
  return `still ${rows.length} under way: ${shown.join(', ')}${rows.length > 3 ? ', …' : ''}`;
}
