import { describe, expect, it } from 'vitest';
import { InterruptedError } from '../../../src/errors.ts';
import { terminalLines } from '../../../src/terminal/terminal-lines.ts';
import { CapturedStream } from '../../helpers/fake-host.ts';
import { ctrlC, ctrlD, enter, keyboard, pasted } from '../../helpers/typing.ts';

function open(keys = '', { env = {} }: { env?: Readonly<Record<string, string>> } = {}) {
  const board = keyboard(keys);
  const stderr = Object.assign(new CapturedStream(), { isTTY: true, columns: 80 });
  const controller = new AbortController();
  const lines = terminalLines({ stdin: board.stdin, stderr, env }, controller.signal);
  return { ...board, stderr, lines, interrupt: () => controller.abort(new InterruptedError('SIGTERM')) };
}

const line = (text: string, isPasted = false) => ({ kind: 'line', text, pasted: isPasted });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('lines from a terminal', () => {
  it('come one at a time, each at its prompt', async () => {
    const { lines, stderr } = open(`one${enter}two${enter}`);
    expect(await lines.next('> ')).toEqual(line('one'));
    expect(stderr.text).toContain('> ');
    expect(stderr.text).not.toContain('two');
    expect(await lines.next('. ')).toEqual(line('two'));
    expect(stderr.text).toContain('. ');
  });

  it('can be edited', async () => {
    const { lines } = open(`world\x01hello \x05!\x7f?${enter}é😀x\x7f${enter}ab\x1b[Dc${enter}`);
    expect(await lines.next('> ')).toEqual(line('hello world?'));
    expect(await lines.next('> ')).toEqual(line('é😀'));
    expect(await lines.next('> ')).toEqual(line('acb'));
  });

  it('are remembered for the arrow keys', async () => {
    const { lines } = open(`one${enter}two${enter}\x1b[A\x1b[A!${enter}`);
    await lines.next('> ');
    await lines.next('> ');
    expect(await lines.next('> ')).toEqual(line('one!'));
  });

  it('tell where they end inside a paste', async () => {
    const { lines } = open(`a ${pasted('b\nc\n')}d${enter}`);
    expect(await lines.next('> ')).toEqual(line('a b', true));
    expect(await lines.next('. ')).toEqual(line('c', true));
    expect(await lines.next('. ')).toEqual(line('d'));
  });

  it('arrive whole however their bytes are divided', async () => {
    const { lines, stdin } = open();
    const asked = lines.next('> ');
    for (const byte of Buffer.from(`ä${pasted('é')}\x1b[D!${enter}`)) {
      (stdin as unknown as { write(chunk: Buffer): void }).write(Buffer.from([byte]));
      await turn();
    }
    expect(await asked).toEqual(line('ä!é'));
  });

  it('end by Ctrl-D on an empty line, and when the terminal goes away', async () => {
    expect(await open(ctrlD).lines.next('> ')).toEqual({ kind: 'end' });
    const { lines, hangUp } = open(`last${enter}`);
    hangUp();
    expect(await lines.next('> ')).toEqual(line('last'));
    expect(await lines.next('> ')).toEqual({ kind: 'end' });
  });

  it('are given up by Ctrl-C, which tells whether there was something on the line', async () => {
    const { lines } = open(`abc${ctrlC}${ctrlC}x${enter}`);
    expect(await lines.next('> ')).toEqual({ kind: 'interrupted', typed: true });
    expect(await lines.next('> ')).toEqual({ kind: 'interrupted', typed: false });
    expect(await lines.next('> ')).toEqual(line('x'));
  });

  it('reject where the program is told to end', async () => {
    const { lines, interrupt } = open();
    const asked = lines.next('> ');
    interrupt();
    await expect(asked).rejects.toBeInstanceOf(InterruptedError);
    await expect(lines.next('> ')).rejects.toBeInstanceOf(InterruptedError);
  });
});

describe('between two lines', () => {
  it('keeps what is typed ahead off the screen, for the next line', async () => {
    const { lines, press, stderr } = open(`a${enter}`);
    await lines.next('> ');
    const shown = stderr.text;
    press(`ahead${enter}`);
    await turn();
    expect(stderr.text).toBe(shown);
    expect(await lines.next('> ')).toEqual(line('ahead'));
  });

  it('tells of Ctrl-C, and drops what was typed ahead of it', async () => {
    const { lines, press } = open(`a${enter}`);
    await lines.next('> ');
    let stops = 0;
    const undo = lines.onInterrupt(() => stops++);
    press('ahead');
    await turn();
    press(`more${ctrlC}b${enter}`);
    await turn();
    expect(stops).toBe(1);
    undo();
    press(ctrlC);
    await turn();
    expect(stops).toBe(1);
    press(`c${enter}`);
    expect(await lines.next('> ')).toEqual(line('c'));
  });

  it('holds the terminal in raw mode, and gives it back when it is closed', async () => {
    const { lines, rawModes, stderr, stdin } = open(`a${enter}b${enter}`);
    await lines.next('> ');
    await lines.next('> ');
    expect(rawModes).not.toContain(false);
    lines.close();
    expect(rawModes.at(-1)).toBe(false);
    expect(stdin.isPaused()).toBe(true);
    expect(stderr.text.startsWith('\x1b[?2004h')).toBe(true);
    expect(stderr.text.endsWith('\x1b[?2004l')).toBe(true);
  });

  it('asks a terminal without escape sequences for no paste marks', () => {
    const { lines, stderr } = open('', { env: { TERM: 'dumb' } });
    lines.close();
    expect(stderr.text).toBe('');
  });
});
