import { describe, expect, it } from 'vitest';
import type { InvocationAnswer, InvocationBody } from '../../../../src/client/query.ts';
import { ApiError, ConnectionError } from '../../../../src/errors.ts';
import { createAdaptiveLimit } from '../../../../src/predict/batch/adaptive-limit.ts';
import type { Entry } from '../../../../src/predict/batch/call.ts';
import { rowGroups } from '../../../../src/predict/batch/groupings.ts';
import type { RowResult } from '../../../../src/predict/batch/row-result.ts';
import {
  type BatchEnd,
  type BatchOptions,
  startBatch,
  type Turn,
} from '../../../../src/predict/batch/run-batch.ts';
import { createThrottle } from '../../../../src/predict/batch/throttle.ts';
import { fakeClock } from '../../../helpers/fake-host.ts';

type Ask = (body: InvocationBody, call: number) => Promise<InvocationAnswer> | InvocationAnswer;

interface Outcome {
  readonly end: BatchEnd;
  readonly results: readonly RowResult[];
  readonly turns: readonly Turn<RowResult>[];
  readonly slept: readonly number[];
  readonly asked: readonly InvocationBody[];
}

const ok = (body: unknown): InvocationAnswer => ({ status: 200, headers: {}, body });
const refusal = (status: number, message = 'enough', retryAfterMs?: number): ApiError =>
  new ApiError(
    { status, code: 'X', message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    9,
    true,
  );

async function* some(
  count: number,
  grouping?: ReturnType<typeof rowGroups>,
): AsyncGenerator<readonly Entry<RowResult>[]> {
  for (let at = 0; at < count; at += 5) {
    yield [0, 1, 2, 3, 4]
      .map((offset) => at + offset)
      .filter((index) => index < count)
      .map((index) => ({ index, value: { row: index }, ...(grouping && { grouping }) }));
  }
}

async function run(ask: Ask, options: Partial<BatchOptions<RowResult>> = {}): Promise<Outcome> {
  const turns: Turn<RowResult>[] = [];
  const asked: InvocationBody[] = [];
  const clock = fakeClock();
  const end = await startBatch<RowResult>({
    source: some(20),
    ask: async (body) => {
      asked.push(body);
      return ask(body, asked.length);
    },
    settle: (result) => result,
    commit: (turn) => turns.push(turn),
    limit: createAdaptiveLimit({ initial: 4, max: 4 }),
    throttle: createThrottle({ budgetMs: 60_000, unreachableBudgetMs: 5_000, random: () => 0.5 }),
    clock,
    span: 16,
    ...options,
  }).ended;
  return { end, turns, asked, slept: clock.slept, results: turns.flatMap(({ emitted }) => emitted) };
}

const indexes = (results: readonly RowResult[]): readonly number[] => results.map(({ index }) => index);
const upTo = (count: number): readonly number[] => [...Array(count).keys()];

describe('a batch', () => {
  it('answers every row in order, whatever order the answers come in', async () => {
    let waiting: (() => void)[] = [];
    const { end, results } = await run(
      (body) =>
        new Promise((resolve) => {
          waiting.unshift(() => resolve(ok(body)));
          if (waiting.length < 4 && (body as { row: number }).row < 16) return;
          const now = waiting;
          waiting = [];
          for (const answer of now) answer();
        }),
    );
    expect(end).toEqual({ reason: 'done' });
    expect(indexes(results)).toEqual(upTo(20));
    expect(results[7]).toMatchObject({ ok: true, response: { row: 7 }, attempts: 1 });
  });

  it('never has more calls under way than the limit allows', async () => {
    let underWay = 0;
    let most = 0;
    await run(async (body) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return ok(body);
    });
    expect(most).toBe(4);
  });

  it('commits each call before it is sent', async () => {
    const committed = new Set<unknown>();
    const { end } = await run(
      (body) => {
        expect(committed.has((body as { row: number }).row)).toBe(true);
        return ok(body);
      },
      {
        commit: ({ sending }) =>
          sending.forEach(({ rows }) => rows.forEach(({ index }) => committed.add(index))),
      },
    );
    expect(end.reason).toBe('done');
    expect(committed.size).toBe(20);
  });

  it('reads no further ahead of a row that is not done than its span', async () => {
    let release = (): void => undefined;
    const sent: number[] = [];
    const running = run(
      (body) => {
        const { row } = body as { row: number };
        sent.push(row);
        return row === 0 ? new Promise((resolve) => (release = () => resolve(ok(body)))) : ok(body);
      },
      { span: 6, source: some(30) },
    );
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([0, 1, 2, 3, 4, 5]);
    release();
    expect(indexes((await running).results)).toEqual(upTo(30));
  });

  it('sends again what was refused by a limit, with fewer calls at a time, and fails no row for it', async () => {
    const limit = createAdaptiveLimit({ initial: 4, max: 4 });
    const { end, results, slept, turns } = await run(
      (body, call) => {
        if (call <= 4) throw refusal(429, 'enough', 3_000);
        return ok(body);
      },
      { limit },
    );
    expect(end.reason).toBe('done');
    expect(slept).toEqual([3_000]);
    expect(indexes(results)).toEqual(upTo(20));
    expect(results.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2, ...Array<number>(16).fill(1)]);
    expect(
      turns.flatMap(({ refused }) => refused.flatMap(({ rows }) => rows.map(({ index }) => index))),
    ).toEqual([0, 1, 2, 3]);
  });

  it('keeps a failure beside the answers', async () => {
    const { end, results } = await run((body) => {
      if ((body as { row: number }).row === 2)
        throw new ApiError({ status: 400, code: 'BAD', message: 'no' }, 2, false);
      if ((body as { row: number }).row === 3) return ok({ error: { message: 'broken', code: 'MODEL' } });
      return ok(body);
    });
    expect(end.reason).toBe('done');
    expect(results[2]).toMatchObject({ ok: false, error: { code: 'BAD', message: 'no', status: 400 } });
    expect(results[3]).toMatchObject({
      ok: false,
      error: { code: 'MODEL', message: 'broken', status: 200 },
      response: {},
    });
    expect(results.filter((result) => !result.ok)).toHaveLength(2);
  });

  it('stops at what every row would meet, and leaves the row as it was', async () => {
    const error = new ApiError({ status: 403, code: 'PERMISSION_DENIED', message: 'no' }, 4, false);
    const { end, results, turns } = await run((body, call) => {
      if (call === 6) throw error;
      return ok(body);
    });
    expect(end).toEqual({ reason: 'failed', error });
    expect(indexes(results)).toEqual(upTo(5));
    expect(turns.some(({ refused }) => refused.some(({ rows }) => rows[0]?.index === 5))).toBe(true);
  });

  it('gives up when nothing but refusals has come for the budget', async () => {
    const { end, results } = await run((_, call) => {
      if (call <= 4) return ok({});
      throw refusal(503, 'down', 20_000);
    });
    expect(end).toMatchObject({ reason: 'throttled', error: { message: 'down' } });
    expect(indexes(results)).toEqual([0, 1, 2, 3]);
  });

  it('waits for a server that is restarted', async () => {
    const away = new ConnectionError('CONNECTION_REFUSED', 'refused', { retryable: true, ambiguous: false });
    const { end, results } = await run((body, call) => {
      if (call > 4 && call <= 8) throw away;
      return ok(body);
    });
    expect(end.reason).toBe('done');
    expect(results.every(({ ok: isOk }) => isOk)).toBe(true);
  });

  it('does not send again what a server may have acted on', async () => {
    const lost = new ConnectionError('CONNECTION_RESET', 'reset', { retryable: true, ambiguous: true });
    const { results, asked } = await run((body, call) => {
      if (call === 3) throw lost;
      return ok(body);
    });
    expect(asked).toHaveLength(20);
    expect(results[2]).toMatchObject({ ok: false, error: { code: 'CONNECTION_RESET' } });
  });

  it('sends nothing more once it is interrupted, and waits for what is under way', async () => {
    const controller = new AbortController();
    const { end, results, asked } = await run(
      async (body, call) => {
        if (call === 6) controller.abort();
        await new Promise((resolve) => setImmediate(resolve));
        return ok(body);
      },
      { signal: controller.signal },
    );
    expect(end).toEqual({ reason: 'interrupted' });
    expect(results).toHaveLength(asked.length);
    expect(asked.length).toBeLessThan(20);
  });

  it('ends at once where a turn can not be committed', async () => {
    const full = new Error('no space');
    await expect(
      run(() => ok({}), {
        commit: () => {
          throw full;
        },
      }),
    ).rejects.toBe(full);
  });

  it('ends when the rows can not be read on, with what was asked by then answered', async () => {
    async function* broken(): AsyncGenerator<readonly Entry<RowResult>[]> {
      yield [{ index: 0, value: {} }];
      throw new Error('unreadable');
    }
    const { end, results } = await run(() => ok({}), { source: broken() });
    expect(end).toMatchObject({ reason: 'failed', error: { message: 'unreadable' } });
    expect(results).toHaveLength(1);
  });

  it('has no rows, and is done', async () => {
    expect((await run(() => ok({}), { source: some(0) })).end).toEqual({ reason: 'done' });
  });
});

describe('a batch of several rows in a call', () => {
  const grouping = rowGroups(4, 'records', { params: { k: 1 } });
  const predictions = (body: InvocationBody): unknown[] =>
    (body as { dataframe_records: { row: number }[] }).dataframe_records.map(({ row }) => row * 10);

  it('divides the answers among the rows', async () => {
    const { results, asked } = await run((body) => ok({ predictions: predictions(body), trace: 1 }), {
      source: some(10, grouping),
      rowsPerCall: 4,
    });
    expect(asked[0]).toEqual({
      params: { k: 1 },
      dataframe_records: [{ row: 0 }, { row: 1 }, { row: 2 }, { row: 3 }],
    });
    expect(asked).toHaveLength(3);
    expect(indexes(results)).toEqual(upTo(10));
    expect(results[6]).toMatchObject({ ok: true, response: { predictions: [60], trace: 1 } });
  });

  it('finds the one row that a refused call is refused for', async () => {
    const { results } = await run(
      (body) => {
        const values = predictions(body);
        if (values.includes(50)) throw new ApiError({ status: 400, code: 'BAD', message: 'row' }, 2, false);
        return ok({ predictions: values });
      },
      { source: some(10, grouping), rowsPerCall: 4 },
    );
    expect(results.filter((result) => !result.ok).map(({ index }) => index)).toEqual([5]);
  });

  it('fails all rows of an answer that can not be divided, and keeps the answer', async () => {
    const { results } = await run(() => ok({ predictions: [1] }), {
      source: some(3, grouping),
      rowsPerCall: 4,
    });
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(Array(3).fill('UNEVEN_ANSWER'));
    expect(results[0]).toMatchObject({ response: { predictions: [1] } });
  });

  it('asks with fewer where many are called too many queries', async () => {
    const { results } = await run(
      (body) => {
        const values = predictions(body);
        if (values.length > 2) throw refusal(429, 'Exceeded workspace QPS rate limit');
        return ok({ predictions: values });
      },
      { source: some(8, grouping), rowsPerCall: 4 },
    );
    expect(results.every((result) => result.ok)).toBe(true);
  });
});
