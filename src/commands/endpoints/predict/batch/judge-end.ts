import type { Context } from '../../../../context.ts';
import { ConnectionError, ServectlError } from '../../../../errors.ts';
import { ExitCode } from '../../../../exit-codes.ts';
import type { BatchEnd } from '../../../../predict/batch/run-batch.ts';
import type { Tally } from '../../../../predict/batch/tally.ts';
import { explained } from '../explain.ts';
import type { PredictFlags } from '../flags/predict.ts';
import { isApp } from '../route-task.ts';
import type { Summary } from './summary.ts';

/** A run that has ended. */
export interface Ended {
  /** What was asked. */
  readonly name: string;
  /** The file of answers, as the user calls it. */
  readonly shown: string;
  readonly flags: PredictFlags;
}

/** Throws unless every row has been answered: as the client does where it is not the rows' own failure. */
export async function judgeEnd(
  context: Context,
  { name, flags, shown }: Ended,
  end: BatchEnd,
  summary: Summary,
  tally: Tally,
): Promise<void> {
  switch (end.reason) {
    case 'interrupted':
      context.signal.throwIfAborted();
      return;
    case 'failed':
      await explained(context, { name, body: {}, isApp: isApp(flags) }, Promise.reject(asError(end.error)));
      return;
    case 'throttled':
      if (end.error instanceof ConnectionError)
        throw end.error.advise('run the same command again once it is there');
      throw new ServectlError(
        'THROTTLED',
        `${name} takes nothing: ${asError(end.error).message}`,
        ExitCode.unavailable,
        {
          hint: 'run the same command again later; --limit-budget says how long to wait',
          cause: end.error,
        },
      );
    case 'enough':
      throw failedRows(
        `${tally.failed} rows failed, more than --max-errors allows`,
        'run the same command again to go on all the same',
      );
    case 'done':
      if (summary.errors === 0) return;
      throw failedRows(
        `${summary.errors} of ${summary.rows} rows failed`,
        `what each met stands in ${shown}; --retry-errors asks them again`,
      );
  }
}

const failedRows = (message: string, hint: string): ServectlError =>
  new ServectlError('ROWS_FAILED', message, ExitCode.failure, { hint });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
