import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerRecord,
  JournalState,
  ranges,
  refusedRecord,
  sentRecord,
} from '../../../../src/predict/batch/journal-state.ts';

const line = (index: number): string => `{"index":${index},"ok":true,"response":"a 7 {}\\ns 3"}`;

describe('the journal', () => {
  it('writes rows in ranges', () => {
    expect(ranges([4, 5, 6, 7, 9])).toBe('4-7,9');
    expect(ranges([1, 0])).toBe('1,0');
  });

  it('knows rows that were sent and neither answered nor refused', () => {
    const state = new JournalState();
    for (const record of [sentRecord([0, 1, 2, 3, 4]), refusedRecord([1, 2]), answerRecord(3, line(3))]) {
      expect(state.replay(record.trimEnd())).toBe(true);
    }
    expect(state.uncertain).toEqual([0, 4]);
    expect(state.answer(3)).toBe(line(3));
    state.advance(4);
    expect(state.uncertain).toEqual([4]);
    expect(state.answer(3)).toBeUndefined();
  });

  it.each(['', 's', 's 1-', 'r x', 'a 1', 'a 1 text', 'q 1', 's 1 2', '\0\0\0'])(
    'does not take %j for a record',
    (text) => {
      expect(new JournalState().replay(text)).toBe(false);
    },
  );

  it('is the same when it is read again, however it came to be', () => {
    const index = fc.nat({ max: 20 });
    const steps = fc.array(fc.tuple(fc.constantFrom('send', 'refuse', 'answer', 'advance'), index));
    fc.assert(
      fc.property(steps, (all) => {
        const state = new JournalState();
        let text = '';
        let next = 0;
        for (const [step, at] of all) {
          if (step === 'advance') state.advance((next = Math.max(next, at)));
          else if (step === 'send') {
            state.send(at);
            text += sentRecord([at]);
          } else if (step === 'refuse') {
            state.refuse(at);
            text += refusedRecord([at]);
          } else {
            state.answered(at, line(at));
            text += answerRecord(at, line(at));
          }
        }
        for (const records of [text, state.records()]) {
          const read = new JournalState(next);
          for (const record of records.split('\n').slice(0, -1)) expect(read.replay(record)).toBe(true);
          expect(read.uncertain).toEqual(state.uncertain);
          for (let at = 0; at <= 20; at++) expect(read.answer(at)).toBe(state.answer(at));
        }
      }),
    );
  });
});
