import { describe, expect, it } from 'vitest';
import type { InvocationAnswer, InvocationBody } from '../../../src/client/query.ts';
import { ApiError } from '../../../src/errors.ts';
import {
  type BatchAsker,
  type BatchOptions,
  type BatchRow,
  predictBatch,
  type RowResult,
} from '../../../src/library/batch.ts';
import { fakeClock } from '../../helpers/fake-host.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const asker = (
  invoke: (body: InvocationBody, signal?: AbortSignal) => Promise<InvocationAnswer> | InvocationAnswer,
): BatchAsker => ({
  query: { invoke: async (name, body, options) => invoke({ ...body, name }, options?.signal) },
});

const echo = asker((body) => ({ status: 200, headers: {}, body }));

const rows = (count: number): readonly BatchRow[] =>
  [...Array(count).keys()].map((id) => ({ id, body: { inputs: [id] } }));

async function all(
  client: BatchAsker,
  given: Iterable<BatchRow> | AsyncIterable<BatchRow>,
  options: BatchOptions = {},
): Promise<readonly RowResult[]> {
  const results: RowResult[] = [];
  for await (const result of predictBatch(client, 'e', given, { clock: fakeClock(), ...options }))
    results.push(result);
  return results;
}

describe('predictBatch', () => {
  it('yields a result for each row, in their order', async () => {
    const results = await all(echo, rows(200));
    expect(results.map(({ index, id }) => [index, id])).toEqual([...Array(200).keys()].map((at) => [at, at]));
    expect(results[7]).toMatchObject({ ok: true, response: { name: 'e', inputs: [7] } });
  });

  it('yields nothing of no rows', async () => {
    expect(await all(echo, [])).toEqual([]);
  });

  it('reads no further ahead than a window, however many rows there are', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<BatchRow> {
      for (;;) {
        read += 1;
        yield { body: {} };
        await turn();
      }
    }
    let taken = 0;
    for await (const { index } of predictBatch(echo, 'e', endless(), { concurrency: 2 })) {
      taken = index + 1;
      for (let turns = 0; turns < 10; turns++) await turn();
      if (taken === 100) break;
      expect(read - taken).toBeLessThanOrEqual(2 * 16 * 2 + 64);
    }
    expect(taken).toBe(100);
  });

  it('makes no more calls at a time than it may', async () => {
    let underWay = 0;
    let most = 0;
    const busy = asker(async (body) => {
      most = Math.max(most, ++underWay);
      await turn();
      underWay -= 1;
      return { status: 200, headers: {}, body };
    });
    await all(busy, rows(100), { concurrency: 3 });
    expect(most).toBe(3);
  });

  it('takes a failure for the result of its row', async () => {
    const picky = asker((body) => {
      if (JSON.stringify(body).includes('[3]'))
        throw new ApiError({ status: 400, code: 'BAD', message: 'no' }, 2, false);
      return { status: 200, headers: {}, body };
    });
    const results = await all(picky, rows(5));
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false, true]);
    expect(results[3]).toMatchObject({ id: 3, error: { code: 'BAD', status: 400 } });
  });

  it('throws what every row would meet, after the results before it', async () => {
    const closing = asker((body) => {
      if (JSON.stringify(body).includes('[20]'))
        throw new ApiError({ status: 401, code: 'X', message: 'who?' }, 4, false);
      return { status: 200, headers: {}, body };
    });
    const results: RowResult[] = [];
    const read = async (): Promise<void> => {
      for await (const result of predictBatch(closing, 'e', rows(100))) results.push(result);
    };
    await expect(read()).rejects.toThrow('who?');
    expect(results.map(({ index }) => index)).toEqual([...Array(20).keys()]);
  });

  it('throws what the rows throw', async () => {
    function* broken(): Generator<BatchRow> {
      yield { body: {} };
      throw new Error('no more');
    }
    await expect(all(echo, broken())).rejects.toThrow('no more');
  });

  it('ends the calls under way when it is aborted, and throws the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const slow = asker(
      (_, signal) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(reason))),
    );
    const reading = all(slow, rows(10), { signal: controller.signal });
    await turn();
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });

  it('ends the calls under way when the loop is left, and lets go of the rows', async () => {
    let aborted = 0;
    let isClosed = false;
    async function* source(): AsyncGenerator<BatchRow> {
      try {
        for (const row of rows(1000)) yield row;
      } finally {
        isClosed = true;
      }
    }
    const held = asker((body, signal) =>
      JSON.stringify(body).includes('[0]')
        ? { status: 200, headers: {}, body }
        : new Promise((_resolve, reject) =>
            signal?.addEventListener('abort', () => {
              aborted += 1;
              reject(new Error('aborted'));
            }),
          ),
    );
    for await (const { index } of predictBatch(held, 'e', source())) {
      expect(index).toBe(0);
      for (let turns = 0; turns < 10; turns++) await turn();
      break;
    }
    expect(aborted).toBeGreaterThan(0);
    expect(isClosed).toBe(true);
  });

  it('waits out limits, and gives up when nothing else comes', async () => {
    const limited = asker(() => {
      throw new ApiError(
        { status: 429, code: 'REQUEST_LIMIT_EXCEEDED', message: 'enough', retryAfterMs: 10_000 },
        9,
        true,
      );
    });
    await expect(all(limited, rows(3), { limitBudgetMs: 60_000 })).rejects.toThrow('enough');
  });
});
