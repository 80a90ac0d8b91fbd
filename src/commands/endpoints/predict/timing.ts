import type { Context } from '../../../context.ts';
import { escapeLine } from '../../../output/escape.ts';
import { isObject, stringOf } from '../../../predict/json.ts';
import { seconds } from '../../../predict/expect/limits.ts';
import type { Observation } from './ask.ts';

/** How long an answer took, and who gave it. Times are milliseconds; what is not known is absent. */
interface Timing {
  readonly time_to_first_token_ms?: number;
  readonly total_ms: number;
  readonly completion_tokens?: number;
  readonly tokens_per_second?: number;
  readonly chunks?: number;
  readonly chunks_per_second?: number;
  /** How often the request was sent again before this answer came. */
  readonly retries: number;
  readonly served_model?: string;
  readonly request_id?: string;
}

/** What the clock can tell apart, in milliseconds: nothing takes no time. */
const shortestMs = 0.1;

/** Prints the timing on stderr, whatever else is quiet: it was asked for. As JSON with the formats for programs. */
export function sayTiming({ notes, results }: Context, observation: Observation): void {
  const timing = timingOf(observation);
  const isForPrograms = results.format === 'json' || results.format === 'ndjson';
  notes.block(isForPrograms ? JSON.stringify({ timing }) : timingLines(timing).join('\n'));
}

function timingOf({ totalMs, firstTokenMs, lastChunkMs, usage, chunks, head, body }: Observation): Timing {
  const tokens = usage?.completion_tokens;
  // What comes after the first token is how fast the model writes; an answer that came (nearly) at once shows only the
  // whole time.
  const writing = (lastChunkMs ?? 0) - (firstTokenMs ?? 0);
  const perSecond = (count: number): number =>
    count > 1 && writing > totalMs / 10
      ? round((count - 1) / writing, 1000)
      : round(count / Math.max(totalMs, shortestMs), 1000);
  const served = head.headers['served-model-name'];
  const requestId = requestIdOf(head.headers, body);
  return {
    ...(firstTokenMs !== undefined && { time_to_first_token_ms: round(firstTokenMs) }),
    total_ms: round(totalMs),
    ...(tokens !== undefined && { completion_tokens: tokens, tokens_per_second: perSecond(tokens) }),
    ...(chunks !== undefined && { chunks, chunks_per_second: perSecond(chunks) }),
    retries: (head.attempts ?? 1) - 1,
    ...(served !== undefined && { served_model: served }),
    ...(requestId !== undefined && { request_id: requestId }),
  };
}

/** With one digit behind the point. */
const round = (value: number, factor = 1): number => Math.round(value * factor * 10) / 10;

function requestIdOf(headers: Readonly<Record<string, string>>, body: unknown): string | undefined {
  const output = isObject(body) ? body['databricks_output'] : undefined;
  return (
    headers['x-request-id'] ??
    headers['x-databricks-request-id'] ??
    (isObject(output) ? stringOf(output['databricks_request_id']) : undefined)
  );
}

function timingLines(timing: Timing): readonly string[] {
  const { time_to_first_token_ms: first, tokens_per_second: speed, chunks_per_second: chunkSpeed } = timing;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['time to first token', first === undefined ? undefined : seconds(first)],
    ['total', seconds(timing.total_ms)],
    ['tokens per second', speed === undefined ? speedUnknown(chunkSpeed) : tokenSpeed(speed, timing)],
    ['retries', String(timing.retries)],
    ['served model', timing.served_model],
    ['request id', timing.request_id],
  ];
  return rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`${label.padEnd(20)} ${escapeLine(value)}`],
  );
}

const tokenSpeed = (speed: number, { completion_tokens: tokens = 0 }: Timing): string =>
  `${speed} (${tokens} ${tokens === 1 ? 'token' : 'tokens'})`;

const speedUnknown = (chunks: number | undefined): string =>
  `unknown: the answer tells no usage${chunks === undefined ? '' : ` (${chunks} chunks per second)`}`;
