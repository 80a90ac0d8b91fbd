import type { Board, BoardOptions, BoardRow } from './board-row.ts';
import { columnsOf } from './columns.ts';
import { elapsed, heartbeatMs } from './progress.ts';

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
