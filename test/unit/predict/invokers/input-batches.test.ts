import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../src/errors.ts';
import { ExitCode } from '../../../../src/exit-codes.ts';
import { inputBatchInvoker } from '../../../../src/predict/invokers/input-batches.ts';
import { fakeClock } from '../../../helpers/fake-host.ts';
import { scriptedInvoker } from '../../../helpers/scripted-invoker.ts';

const texts = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);

/** Answers each text with its own number. */
const embed = ({ input }: { readonly input?: unknown }) => {
  const inputs = [input].flat() as string[];
  const data = inputs.map((text, index) => ({ index, embedding: [Number(text.slice(1))] }));
  return { object: 'list', data, usage: { total_tokens: inputs.length } };
};

const limit = (message: string, retryAfterMs?: number) =>
  new ApiError(
    {
      status: 429,
      code: 'REQUEST_LIMIT_EXCEEDED',
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    ExitCode.unavailable,
    true,
  );

const vectorsOf = (body: unknown) =>
  (body as { data: { index: number; embedding: number[] }[] }).data.map(({ index, embedding }) => [
    index,
    ...embedding,
  ]);

describe('many texts to embed', () => {
  it('go out some at a time, and come back as one answer in their order', async () => {
    const inner = scriptedInvoker(embed);
    const invoker = inputBatchInvoker(inner, { size: 2, clock: fakeClock() });
    const { body } = await invoker.invoke({ input: texts(5), dimensions: 1 });
    expect(inner.calls.map(({ body: asked }) => asked)).toEqual([
      { input: ['t0', 't1'], dimensions: 1 },
      { input: ['t2', 't3'], dimensions: 1 },
      { input: ['t4'], dimensions: 1 },
    ]);
    expect(vectorsOf(body)).toEqual([0, 1, 2, 3, 4].map((at) => [at, at]));
    expect(body).toMatchObject({ usage: { total_tokens: 5 } });
  });

  it('go out twenty at a time unless told otherwise', async () => {
    const inner = scriptedInvoker(embed);
    await inputBatchInvoker(inner, { clock: fakeClock() }).invoke({ input: texts(41) });
    expect(inner.calls.map(({ body }) => (body.input as string[]).length)).toEqual([20, 20, 1]);
  });

  it('are divided where a limit of queries per second refuses their number, without waiting', async () => {
    const clock = fakeClock();
    const inner = scriptedInvoker((body) => {
      if ((body.input as string[]).length > 2) throw limit('Exceeded workspace QPS rate limit for bge.');
      return embed(body);
    });
    const { body } = await inputBatchInvoker(inner, { size: 8, clock }).invoke({ input: texts(8) });
    expect(vectorsOf(body)).toEqual(texts(8).map((_, at) => [at, at]));
    expect(clock.slept).toEqual([]);
    expect(inner.calls[0]?.options).toMatchObject({ retry: 'never' });
  });

  it('wait out any other limit as long as it says', async () => {
    const clock = fakeClock();
    const inner = scriptedInvoker((body, call) => {
      if (call === 1) throw limit('User defined rate limit(s) exceeded', 4_000);
      return embed(body);
    });
    const { body } = await inputBatchInvoker(inner, { clock }).invoke({ input: texts(3) });
    expect(vectorsOf(body)).toHaveLength(3);
    expect(clock.slept).toEqual([4_000]);
    expect(inner.calls[1]?.options).not.toHaveProperty('retry');
  });

  it('give up where the limit refuses a single text', async () => {
    const inner = scriptedInvoker(() => {
      throw limit('Exceeded workspace QPS rate limit for bge.');
    });
    const asked = inputBatchInvoker(inner, { clock: fakeClock() }).invoke({ input: texts(2) });
    await expect(asked).rejects.toThrow('QPS');
    expect(inner.calls.map(({ body }) => body.input)).toEqual([['t0', 't1'], ['t0']]);
  });

  it('that are one pass as they are', async () => {
    const inner = scriptedInvoker(embed);
    await inputBatchInvoker(inner, { clock: fakeClock() }).invoke({ input: 't1' });
    expect(inner.calls[0]).toEqual({ body: { input: 't1' }, options: {} });
  });
});
