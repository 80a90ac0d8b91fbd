import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../src/errors.ts';
import { createAdaptiveLimit } from '../../../../src/predict/batch/adaptive-limit.ts';
import { createAnswerLog, type LogFiles } from '../../../../src/predict/batch/answer-log.ts';
import { batchEntries } from '../../../../src/predict/batch/entries.ts';
import { startBatch } from '../../../../src/predict/batch/run-batch.ts';
import { resultLine } from '../../../../src/predict/batch/row-result.ts';
import { headerLine, readJournal, uncertainCode } from '../../../../src/predict/batch/saved-run.ts';
import { createThrottle } from '../../../../src/predict/batch/throttle.ts';
import { fakeClock } from '../../../helpers/fake-host.ts';

/** What a kill leaves. */
interface Disk {
  answers: string;
  journal: string;
}

class Killed extends Error {}

const header = headerLine({ servectl_batch: 1, rows: 'r', settings: 's' });

/** What the model did: how often it took each row, and answered it. */
type Server = Map<number, { taken: number; answered: number }>;

/** A number from 0 to 1 for each decision. */
type Chance = () => number;

const chances = (seeds: readonly number[]): Chance => {
  let at = 0;
  return () => seeds[at++ % seeds.length]!;
};

/**
 * One run that may be killed: in the middle of writing, which then leaves a part of the text, or while calls are under way.
 * @returns whether it came to its end
 */
async function runOnce(
  disk: Disk,
  server: Server,
  rows: number,
  chance: Chance,
  retriesUncertain: boolean,
): Promise<boolean> {
  disk.answers = disk.answers.slice(0, disk.answers.lastIndexOf('\n') + 1);
  const first = disk.answers.split('\n').length - 1;
  const { state } = readJournal(disk.journal === '' ? header : disk.journal, first);
  disk.journal = header + state.records();
  let isDead = false;
  const write = (key: keyof Disk, text: string): void => {
    if (isDead) throw new Killed();
    if (chance() > 0.04) {
      disk[key] += text;
      return;
    }
    isDead = true;
    disk[key] += text.slice(0, Math.floor(text.length * chance()));
    throw new Killed();
  };
  const files: LogFiles = {
    appendAnswers: (text) => write('answers', text),
    appendJournal: (text) => write('journal', text),
    rewriteJournal: (records) => {
      disk.journal = header + records;
    },
  };
  const log = createAnswerLog(files, state);
  async function* raw(): AsyncGenerator<readonly number[]> {
    for (let at = 0; at < rows; at += 4)
      yield [0, 1, 2, 3].map((offset) => at + offset).filter((row) => row < rows);
  }
  const source = batchEntries({
    raw: raw(),
    parse: (row) => row,
    shape: async (row) => ({ value: { row } }),
    settle: resultLine,
    first,
    state,
    retriesUncertain,
    onKept: () => undefined,
  });
  const ended = startBatch<string>({
    source,
    first,
    ask: async (body) => {
      const { row } = body as { row: number };
      await new Promise((resolve) => setImmediate(resolve));
      if (isDead) return new Promise(() => undefined);
      if (chance() < 0.1) throw new ApiError({ status: 429, code: 'X', message: 'enough' }, 9, true);
      const seen = server.get(row) ?? { taken: 0, answered: 0 };
      server.set(row, { ...seen, taken: seen.taken + 1 });
      for (let turns = Math.floor(chance() * 4); turns > 0; turns--)
        await new Promise((resolve) => setImmediate(resolve));
      return { status: 200, headers: {}, body: { row, pad: 'x'.repeat(Math.floor(chance() * 30)) } };
    },
    settle: resultLine,
    commit: (turn) => log.commit(turn),
    limit: createAdaptiveLimit({ initial: 3, max: 5 }),
    throttle: createThrottle({ budgetMs: 1e9, unreachableBudgetMs: 1e9, random: () => 0 }),
    clock: fakeClock(),
    span: 8,
  }).ended;
  try {
    expect((await ended).reason).toBe('done');
    return true;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return false;
  }
}

interface Line {
  readonly index: number;
  readonly ok: boolean;
  readonly response?: { readonly row: number };
  readonly error?: { readonly code: string };
}

describe('runs that are killed at any moment', () => {
  const seeds = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 200 });

  it('together answer every row once, in order, or list it as uncertain', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.integer({ min: 0, max: 30 }),
        fc.boolean(),
        async (numbers, rows, retries) => {
          const disk: Disk = { answers: '', journal: '' };
          const server: Server = new Map();
          const chance = chances(numbers);
          let runs = 0;
          // The last runs are left alone: numbers that kill at once, over and over, would never end.
          while (!(await runOnce(disk, server, rows, runs < 12 ? chance : () => 0.5, retries))) runs += 1;
          const lines = disk.answers
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line) as Line);
          expect(lines.map(({ index }) => index)).toEqual([...Array(rows).keys()]);
          for (const { index, ok, response, error } of lines) {
            const taken = server.get(index)?.taken ?? 0;
            if (ok) expect(response?.row).toBe(index);
            else expect(error?.code).toBe(uncertainCode);
            // Asked twice only where the user said so; not answered only where nobody can know whether it was taken.
            expect(taken).toBeLessThanOrEqual(retries ? runs + 1 : 1);
            if (ok) expect(taken).toBeGreaterThanOrEqual(1);
            if (retries) expect(ok).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says which line of a journal can not be read', () => {
    expect(() => readJournal(`${header}s 1\nwhat\ns 2\n`, 0)).toThrow('line 3 of the journal cannot be read');
    expect(() => readJournal('{}\n', 0)).toThrow('line 1 of the journal');
    expect(readJournal(`${header}s 1\ns 2`, 0).state.uncertain).toEqual([1]);
  });
});
