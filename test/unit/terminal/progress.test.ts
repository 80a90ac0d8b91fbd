import { describe, expect, it } from 'vitest';
import { lineBoard } from '../../../src/terminal/board.ts';
import { createNotes } from '../../../src/terminal/notes.ts';
import { plainStyle } from '../../../src/output/style.ts';
import { elapsed, startProgress } from '../../../src/terminal/progress.ts';
import { CapturedStream, fakeClock } from '../../helpers/fake-host.ts';

const setUp = (overrides: Partial<{ animate: boolean; quiet: boolean }> = {}) => {
  const stream = new CapturedStream();
  stream.isTTY = overrides.animate ?? false;
  const clock = fakeClock();
  const notes = createNotes({
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY,
    quiet: overrides.quiet ?? false,
    verbose: false,
    debug: false,
    style: plainStyle,
    startBoard: (line) => Promise.resolve(lineBoard({ clock, line })),
    startProgress: (label, line) =>
      startProgress(label, line, { stream, clock, animate: false, quiet: false, color: false, ...overrides }),
  });
  return { stream, clock, notes };
};

describe('progress where stderr is no terminal', () => {
  it('is a line when the state changes, and a heartbeat every fifteen seconds', async () => {
    const { stream, clock, notes } = setUp();
    const progress = await notes.progress('waiting');
    for (let second = 0; second < 40; second += 5) {
      progress.update(second < 20 ? 'creating' : 'starting');
      await clock.sleep(5_000);
    }
    progress.stop();
    expect(stream.text).toBe('waiting\ncreating (0 s)\ncreating (15 s)\nstarting (20 s)\nstarting (35 s)\n');
  });

  it('says nothing with -q', async () => {
    const { stream, notes } = setUp({ quiet: true });
    const progress = await notes.progress('waiting');
    progress.update('creating');
    progress.stop();
    expect(stream.text).toBe('');
  });
});

describe('progress on a terminal', () => {
  it('is a spinner that gives way to a note and is gone at the end', async () => {
    const { stream, notes } = setUp({ animate: true });
    const progress = await notes.progress('waiting');
    progress.update('creating \x1b[31mred');
    notes.warn('something happened');
    progress.stop();
    expect(stream.text).toContain('waiting');
    expect(stream.text).toContain('creating \\x1b[31mred (0 s)');
    expect(stream.text).toContain('warning: something happened\n');
    // The cursor that the spinner hid is shown again.
    expect(stream.text.endsWith('\u001b[?25h')).toBe(true);
  });
});

it.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [65_000, '1 min 05 s'],
  [3_840_000, '1 h 04 min'],
])('tells %i ms as %s', (ms, expected) => {
  expect(elapsed(ms)).toBe(expected);
});
