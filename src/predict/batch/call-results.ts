import { ServectlError } from '../../errors.ts';
import { bodyError } from '../../http/body-error.ts';
import { isObject } from '../json.ts';
import { usageOf } from '../usage.ts';
import type { Call } from './call.ts';
import { rowError } from './judge-failure.ts';
import type { RowError, RowResult } from './row-result.ts';

/** What each row of a call came to that was answered with a good status. */
export function callResults(
  { rows, attempt }: Call,
  answer: { readonly status: number; readonly body: unknown },
  latencyMs: number,
): readonly RowResult[] {
  const { body, status } = answer;
  const error = bodyError(body);
  if (error) {
    const { code = 'MODEL_ERROR', message } = error;
    return failures({ rows, attempt }, { code, message, status }, { latencyMs, response: body });
  }
  const parts = partsOf(rows, body);
  if (parts === undefined) {
    const message = `the answer cannot be divided among the ${rows.length} rows of its call: ask with --rows-per-call 1`;
    return failures(
      { rows, attempt },
      { code: 'UNEVEN_ANSWER', message, status },
      { latencyMs, response: body },
    );
  }
  const usage = isObject(body) ? usageOf(body['usage'] ?? body['usageMetadata']) : undefined;
  return rows.map(({ index, id }, at) => ({
    index,
    ...(id === undefined ? {} : { id }),
    ok: true,
    response: parts[at],
    ...(at === 0 && usage ? { usage } : {}),
    latencyMs,
    attempts: attempt,
  }));
}

function partsOf(rows: Call['rows'], body: unknown): readonly unknown[] | undefined {
  const [first] = rows;
  if (rows.length === 1 && !first?.grouping) return [body];
  return first?.grouping?.parts(body, rows.length);
}

/** The same failure for each row of the call; what was answered, if anything, stands with the first. */
export const failures = (
  { rows, attempt }: Call,
  error: RowError,
  extra: { readonly latencyMs: number; readonly response?: unknown },
): readonly RowResult[] =>
  rows.map(({ index, id }, at) => ({
    index,
    ...(id === undefined ? {} : { id }),
    ok: false,
    error,
    ...(at === 0 && extra.response !== undefined ? { response: extra.response } : {}),
    latencyMs: extra.latencyMs,
    attempts: attempt,
  }));

/** The results with what `present` makes of each response. One that it can't make anything of stands as it came. */
export const presentAll = (
  results: readonly RowResult[],
  present: (response: unknown) => Promise<unknown>,
): Promise<readonly RowResult[]> =>
  Promise.all(
    results.map(async (result): Promise<RowResult> => {
      if (!result.ok) return result;
      try {
        return { ...result, response: await present(result.response) };
      } catch (error) {
        if (!(error instanceof ServectlError)) throw error;
        return { ...result, ok: false, error: rowError(error) };
      }
    }),
  );
