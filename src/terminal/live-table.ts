import { escapeLine } from '../output/escape.ts';
import { displayWidth, truncate } from '../output/width.ts';
import type { Board, BoardOptions, BoardRow } from './board-row.ts';
import { columnsOf } from './columns.ts';
import { elapsed } from './progress.ts';

/** Rows that are drawn; a terminal scrolls what it has no room for, and that could not be drawn over. */
const maxRows = 12;
/** A redraw more often than this nobody sees. Milliseconds. */
const frameMs = 50;
const tickMs = 1_000;

interface TimedRow extends BoardRow {
  readonly since: number;
}

/**
 * A table at the end of the terminal's text: what is under way, in which state, for how long. What has ended becomes a
 * line above it, and stays. Lines are cut to the width that the terminal has when they are drawn; after a resize the
 * lines that it has wrapped are counted with the new width.
 */
export function liveTable({ stream, clock, style, line }: BoardOptions): Board {
  const startedAt = clock.monotonic();
  const rows = new Map<string, TimedRow>();
  const ticking = new AbortController();
  let drawn: readonly number[] = [];
  let drawnAt = -Infinity;
  let footer = '';

  const erase = (): void => {
    if (drawn.length === 0) return;
    const columns = columnsOf(stream) ?? 80;
    const lines = drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    stream.write(`\x1b[${lines}A\r\x1b[J`);
    drawn = [];
  };
  const draw = (): void => {
    erase();
    const now = clock.monotonic();
    drawnAt = now;
    const width = (columnsOf(stream) ?? 80) - 1;
    const texts = layOut(
      [...rows.values()],
      now,
      footer === '' ? '' : `${footer} (${elapsed(now - startedAt)})`,
    ).map((text) => truncate(text, width));
    if (texts.length === 0) return;
    drawn = texts.map(displayWidth);
    stream.write(`${texts.map((text) => style.dim(text)).join('\n')}\n`);
  };
  const redraw = (): void => {
    if (clock.monotonic() - drawnAt >= frameMs) draw();
  };
  const above = (print: () => void): void => {
    erase();
    print();
    draw();
  };
  const tick = async (): Promise<void> => {
    while (!ticking.signal.aborted) {
      await clock.sleep(tickMs, ticking.signal);
      draw();
    }
  };
  // It ends by the abort, and with nothing else to say.
  tick().catch(() => undefined);

  return {
    set: (row) => {
      const now = clock.monotonic();
      const since = rows.get(row.key)?.since ?? now;
      if (row.ended) {
        rows.delete(row.key);
        above(() => line(`${row.title}: ${row.state} (${elapsed(now - since)})`));
      } else {
        rows.set(row.key, { ...row, since });
        redraw();
      }
    },
    status: (text) => {
      footer = text;
      redraw();
    },
    interject: above,
    stop: () => {
      ticking.abort();
      erase();
    },
  };
}

function layOut(rows: readonly TimedRow[], now: number, footer: string): readonly string[] {
  const shown = rows.slice(0, maxRows);
  const titles = shown.map(({ title }) => escapeLine(title));
  const width = Math.max(0, ...titles.map(displayWidth));
  const lines = shown.map(({ state, since }, index) => {
    const title = titles[index] ?? '';
    return `  ${title}${' '.repeat(width - displayWidth(title))}  ${elapsed(now - since).padStart(6)}  ${escapeLine(state)}`;
  });
  return [
    ...lines,
    ...(rows.length > maxRows ? [`  … and ${rows.length - maxRows} more`] : []),
    ...(footer === '' ? [] : [escapeLine(footer)]),
  ];
}
