import { BrokenPipeError } from '../errors.ts';
import type { OutputStream } from '../host.ts';

/** Writes to one stream, in order, at the speed of its reader. */
export interface Writer {
  /**
   * Resolves once the stream can take more.
   * @throws BrokenPipeError when the reader has gone
   */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** A writer that waits for the reader (backpressure) and turns EPIPE into a `BrokenPipeError`. */
export function createWriter(stream: OutputStream): Writer {
  let failure: Error | undefined;
  // Node reports EPIPE by an event, maybe long after the write; without a listener it would be an uncaught exception.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = isBrokenPipe(error) ? new BrokenPipeError() : error;
  });
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        // The callback comes when the chunk has left the process's hands: backpressure and errors in one.
        stream.write(chunk, (error) => {
          if (error) reject(isBrokenPipe(error) ? new BrokenPipeError() : error);
          else resolve();
        });
      }),
  };
}

const isBrokenPipe = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' ||
  error.code === 'ERR_STREAM_DESTROYED' ||
  error.code === 'ERR_STREAM_WRITE_AFTER_END';

/** For notes on stderr: nobody waits, and a reader that has gone is no reason to stop. */
export function createLooseWriter(stream: OutputStream): (text: string) => void {
  stream.on('error', () => undefined);
  return (text) => void stream.write(text);
}
