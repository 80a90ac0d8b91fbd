import { bodyOf, type Entry } from '../../../../predict/batch/call.ts';
import { batchEntries } from '../../../../predict/batch/entries.ts';
import { EntryQueue } from '../../../../predict/batch/entry-queue.ts';
import { JournalState } from '../../../../predict/batch/journal-state.ts';
import { resultLine } from '../../../../predict/batch/row-result.ts';
import type { Context } from '../../../../context.ts';
import type { Rows } from './open-rows.ts';
import type { Prepared } from './prepare.ts';

/** As many requests tell what all of them look like. */
const shownCalls = 3;

/** Has the first few requests withheld, which `--dry-run` prints. No file is written or looked at. */
export async function dryRun(
  context: Context,
  rows: Rows,
  { shaper, rowsPerCall, ask }: Prepared,
): Promise<void> {
  const source = batchEntries({
    raw: rows.chunks,
    parse: (raw) => rows.parse(raw),
    shape: (row) => shaper.shape(row),
    settle: (result) => {
      if (!result.ok) context.notes.warn(`row ${result.index}: ${result.error.message}`);
      return resultLine(result);
    },
    first: 0,
    state: new JournalState(),
    retriesUncertain: false,
    onKept: () => undefined,
  });
  const queue = new EntryQueue<string>();
  for await (const entries of source as AsyncIterable<readonly Entry<string>[]>) {
    queue.push(entries);
    if (queue.length >= shownCalls * rowsPerCall) break;
  }
  for (let calls = 0; calls < shownCalls && queue.length > 0;) {
    if (queue.takeSettled()) continue;
    const call = queue.takeCall(true);
    if (call) await ask(bodyOf(call));
    calls += 1;
  }
}
