import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../src/output/style.ts';
import { lineBoard, startBoard } from '../../../src/terminal/board.ts';
import { createNotes } from '../../../src/terminal/notes.ts';
import { CapturedStream, fakeClock } from '../../helpers/fake-host.ts';

const row = (name: string, state: string, ended = false) => ({
  key: name,
  title: `endpoint ${name}`,
  state,
  ended,
});

describe('progress of many where stderr is no terminal', () => {
  it('is a line for each new state, with the time, and a heartbeat for those that stay as they are', async () => {
    const clock = fakeClock();
    const lines: string[] = [];
    const board = lineBoard({ clock, line: (text) => lines.push(text) });
    board.set(row('a', 'creating'));
    board.set(row('b', 'creating'));
    for (let second = 0; second < 40; second += 5) {
      await clock.sleep(5_000);
      board.set(row('a', 'updating'));
      board.set(row('b', 'creating'));
    }
    board.set(row('a', 'created', true));
    expect(lines).toEqual([
      'endpoint a: creating (0 s)',
      'endpoint b: creating (0 s)',
      'endpoint a: updating (5 s)',
      'still 2 under way: endpoint a (updating), endpoint b (creating) (20 s)',
      'still 2 under way: endpoint a (updating), endpoint b (creating) (35 s)',
      'endpoint a: created (40 s)',
    ]);
  });

  it('tells of a budget once, and again with the heartbeat', async () => {
    const clock = fakeClock();
    const lines: string[] = [];
    const board = lineBoard({ clock, line: (text) => lines.push(text) });
    for (let left = 60; left > 0; left -= 10) {
      board.status(`next in ${left} s`);
      await clock.sleep(10_000);
    }
    board.status('');
    board.status('next in 5 s');
    expect(lines).toEqual([
      'next in 60 s (0 s)',
      'next in 40 s (20 s)',
      'next in 20 s (40 s)',
      'next in 5 s (1 min 00 s)',
    ]);
  });
});

const escape = '\u001b';
const sequences = `${escape}\\[\\d*[AJ]|\\r`;
const tokens = new RegExp(`${sequences}|\\n|[^${escape}\\r\\n]+`, 'g');

/** What a terminal shows after all that was written to it: it obeys the sequences that a live table uses. */
function screen(text: string, columns: number): readonly string[] {
  const lines: string[] = [''];
  for (const token of text.match(tokens) ?? []) {
    const up = /(\d+)A$/.exec(token.startsWith(escape) ? token : '');
    if (up) lines.length = Math.max(1, lines.length - Number(up[1]));
    else if (token === '\u001b[J') lines[lines.length - 1] = '';
    else if (token === '\n') lines.push('');
    else if (token !== '\r') {
      for (let at = 0; at < token.length; at += columns) {
        if (at > 0) lines.push('');
        lines[lines.length - 1] = token.slice(at, at + columns);
      }
    }
  }
  return lines;
}

async function liveBoard(columns = 80) {
  const stream = new CapturedStream();
  stream.isTTY = true;
  stream.columns = columns;
  // A clock whose ticks never come: the table is drawn by what happens.
  let ahead = 0;
  const clock = { now: () => ahead, monotonic: () => ahead, sleep: () => new Promise<void>(() => undefined) };
  const notes = createNotes({
    write: (text) => void stream.write(text),
    isTTY: true,
    quiet: false,
    verbose: false,
    debug: false,
    style: plainStyle,
    startProgress: () => Promise.reject(new Error('not here')),
    startBoard: (line) => startBoard({ stream, clock, animate: true, quiet: false, style: plainStyle, line }),
  });
  const board = await notes.board();
  return {
    notes,
    board,
    stream,
    pass: (ms: number) => (ahead += ms),
    shown: (width = columns) => screen(stream.text, width),
  };
}

describe('a live table', () => {
  it('is drawn over; what has ended becomes a line that stays above it', async () => {
    const { board, pass, shown } = await liveBoard();
    board.set(row('a', 'creating'));
    pass(1_000);
    board.set(row('bb', 'creating'));
    pass(2_000);
    board.set(row('a', 'updating'));
    expect(shown()).toEqual(['  endpoint a      3 s  updating', '  endpoint bb     2 s  creating', '']);
    board.set(row('a', 'created', true));
    expect(shown()).toEqual(['endpoint a: created (3 s)', '  endpoint bb     2 s  creating', '']);
    board.stop();
    expect(shown()).toEqual(['endpoint a: created (3 s)', '']);
  });

  it('makes way for notes', async () => {
    const { board, notes, shown } = await liveBoard();
    board.set(row('a', 'creating'));
    notes.warn('look out');
    expect(shown()).toEqual(['warning: look out', '  endpoint a     0 s  creating', '']);
    board.stop();
    notes.info('done');
    expect(shown()).toEqual(['warning: look out', 'done', '']);
  });

  it('is cut to the width of the terminal, and shows no more rows than there is room for', async () => {
    const { board, pass, shown, stream } = await liveBoard(30);
    for (let index = 0; index < 20; index++) {
      pass(1_000);
      board.set(row(`e${index}`, 'a state with very many words in it'));
    }
    expect(shown()).toHaveLength(14);
    expect(shown().at(-2)).toBe('  … and 8 more');
    expect(
      Math.max(
        ...stream.text.split('\n').map((line) => line.replaceAll(new RegExp(sequences, 'g'), '').length),
      ),
    ).toBeLessThan(30);
  });

  it('erases the lines that a narrower terminal has wrapped', async () => {
    const { board, pass, stream } = await liveBoard(80);
    board.set(row('a', 'x'.repeat(50)));
    stream.columns = 40;
    stream.chunks.length = 0;
    pass(1_000);
    board.set(row('a', 'short'));
    expect(stream.text).toContain('\u001b[2A');
  });
});
