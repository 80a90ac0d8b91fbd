import { StreamError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';

/**
 * Checks how a stream ended. Some servers close it without `[DONE]`; then only the reason why the model stopped tells
 * that it did.
 * @param stream whether the server said `[DONE]`
 * @param finishReason why the model stopped, where it said so
 * @throws StreamError `STREAM_CUT` where neither was said
 */
export function refuseCut({ done }: { readonly done: boolean }, finishReason: string | undefined): void {
  if (done || finishReason !== undefined) return;
  throw new StreamError('STREAM_CUT', 'the stream ended before the answer did', ExitCode.failure, {
    hint: 'what came of it may be only a part; ask again',
  });
}
