import { answerRecord, type JournalState, refusedRecord, sentRecord } from './journal-state.ts';
import type { Turn } from './run-batch.ts';

/** Where a run keeps what it must not lose. Each method has handed its text to the operating system when it returns. */
export interface LogFiles {
  appendAnswers(this: void, text: string): void;
  appendJournal(this: void, text: string): void;
  /** Brings the answers to the disk, and puts `records` in the place of those that the journal has. */
  rewriteJournal(this: void, records: string): void;
}

/** A journal is rewritten where it has grown beyond this, in characters: most of it is then about rows long done. */
const longestJournal = 32 * 1024 * 1024;

/**
 * Keeps the file of answers and its journal, such that a run that is killed at any moment can be gone on with: an answer is
 * written in the turn in which it came, into the file where it is in its turn, else into the journal; a call is in the
 * journal before it is sent.
 * @param state what the journal says already
 */
export function createAnswerLog(
  files: LogFiles,
  state: JournalState,
): { commit(this: void, turn: Turn<string>): void } {
  let written = 0;
  return {
    commit: ({ emitted, next, held, refused, sending }) => {
      if (emitted.length > 0) files.appendAnswers(emitted.join(''));
      state.advance(next);
      let records = '';
      for (const { index, item } of held) {
        const line = item.slice(0, -1);
        state.answered(index, line);
        records += answerRecord(index, line);
      }
      const back = refused.flatMap(({ rows }) => rows.map(({ index }) => index));
      for (const index of back) state.refuse(index);
      if (back.length > 0) records += refusedRecord(back);
      const sent = sending.flatMap(({ rows }) => rows.map(({ index }) => index));
      for (const index of sent) state.send(index);
      if (sent.length > 0) records += sentRecord(sent);
      if (records === '') return;
      files.appendJournal(records);
      written += records.length;
      if (written < longestJournal) return;
      const kept = state.records();
      files.rewriteJournal(kept);
      // What is live may itself be long: the journal has to double before it is worth another rewriting.
      written = Math.min(kept.length, longestJournal / 2);
    },
  };
}
