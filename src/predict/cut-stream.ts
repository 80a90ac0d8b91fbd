import { StreamError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { StreamEnd } from './stream-reader.ts';

/**
 * Checks how a stream ended. Some servers close it without `[DONE]`; then only the reason why the model stopped tells
 * that it did, or that the answer came in one piece.
 * @param stream whether the server said `[DONE]`
 * @param end what the stream's reader knows
 * @throws StreamError `STREAM_CUT` where nothing tells it
 */
export function refuseCut({ done }: { readonly done: boolean }, end: StreamEnd): void {
  if (done || end.finishReason !== undefined || end.isWhole === true) return;
  throw new StreamError('STREAM_CUT', 'the stream ended before the answer did', ExitCode.failure, {
    hint: 'what came of it may be only a part; ask again',
  });
}
