import { ServectlError } from '../../../errors.ts';
import { sseEvents } from '../../../http/sse.ts';
import { frame } from '../event-stream.ts';
import { scrub } from './provider-error.ts';
import type { TokenMeter } from './token-meter.ts';

export interface RelayOptions {
  /** Kept out of error frames, should the provider say it back. */
  readonly secret: string | undefined;
  readonly meter: TokenMeter;
  /** Called once, however the stream ends. */
  readonly settle: (tokens: number) => void;
  readonly signal: AbortSignal;
}

/**
 * A provider's stream, frame by frame as it comes: its `data` alone, since event names, ids and comments stop MLflow's
 * reader. A stream that breaks off ends in a frame that says so, and without `[DONE]`.
 */
export async function* relay(body: AsyncIterable<Uint8Array>, options: RelayOptions): AsyncGenerator<string> {
  const { secret, meter, settle, signal } = options;
  try {
    for await (const { data } of sseEvents(body)) {
      const json = data.replaceAll('\n', ' ');
      observe(meter, json);
      yield frame(json.includes('"error"') ? scrub(json, secret) : json);
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ServectlError)) throw error;
    yield frame(JSON.stringify(brokenFrame(error.message)));
  } finally {
    settle(meter.tokens);
  }
}

function observe(meter: TokenMeter, json: string): void {
  if (json === '[DONE]') return;
  try {
    meter.observe(JSON.parse(json));
  } catch {
    // Not ours to judge: the client gets the frame as the provider sent it.
  }
}

/** Said twice: OpenAI's clients look for `error`, the others for `error_code`. */
function brokenFrame(reason: string) {
  const code = 'INTERNAL_ERROR';
  const message = `The provider's stream broke off: ${reason}`;
  return { error_code: code, message, error: { code, message, type: code } };
}
