import { createReadStream } from 'node:fs';
import { UsageError } from '../../../../errors.ts';
import { readAnswerHead } from '../../../../predict/batch/saved-run.ts';

/** What a file of answers holds. */
export interface Scan {
  readonly rows: number;
  readonly failed: number;
  /** Bytes up to the end of the last whole line. */
  readonly size: number;
}

const lineFeed = 10;
/** As much of a line as says which row it is about. */
const headBytes = 64;

/**
 * Counts answers, without reading more of a line than its beginning.
 * @throws UsageError for a line that is no answer of the row in whose place it stands
 */
export async function scanAnswers(file: string, shown: string): Promise<Scan> {
  let rows = 0;
  let failed = 0;
  let size = 0;
  let offset = 0;
  let head = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      count(head + chunk.toString('latin1', start, Math.min(end, start + headBytes)));
      head = '';
      start = end + 1;
      size = offset + start;
    }
    if (head.length < headBytes) head += chunk.toString('latin1', start, start + headBytes);
    offset += chunk.length;
  }
  return { rows, failed, size };

  function count(line: string): void {
    const answer = readAnswerHead(line);
    if (answer?.index !== rows) {
      throw new UsageError(`line ${rows + 1} of ${shown} is no answer of this command`, {
        hint: 'write to another file',
      });
    }
    rows += 1;
    if (!answer.ok) failed += 1;
  }
}
