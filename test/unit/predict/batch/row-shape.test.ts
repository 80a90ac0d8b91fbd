import { describe, expect, it } from 'vitest';
import { createRowShaper, FlagsError, type ShapeOptions } from '../../../../src/predict/batch/row-shape.ts';

const shaper = (options: Partial<ShapeOptions> = {}, task?: string) => {
  let lookUps = 0;
  const made = createRowShaper({
    settings: {},
    isLlm: false,
    isTable: false,
    form: 'records',
    rowsPerCall: 1,
    sendsIds: true,
    task: async () => {
      lookUps += 1;
      return task;
    },
    ...options,
  });
  return { shape: made.shape, lookUps: () => lookUps };
};

const user = (content: string) => [{ role: 'user', content }];

describe('what a row asks with', () => {
  it('does not need the task where the row tells its form', async () => {
    const { shape, lookUps } = shaper();
    expect(await shape({ id: 'a', messages: [] })).toEqual({
      id: 'a',
      value: { messages: [], client_request_id: 'a' },
    });
    expect(await shape({ id: 1, inputs: [1] })).toEqual({ id: 1, value: { inputs: [1] } });
    expect(await shape({ id: 1, input: user('x') })).toEqual({ id: 1, value: { input: user('x') } });
    expect(lookUps()).toBe(0);
  });

  it('looks the task up once', async () => {
    const { shape, lookUps } = shaper({}, 'llm/v1/chat');
    await shape({ message: 'a' });
    await shape({ message: 'b' });
    expect(lookUps()).toBe(1);
  });

  it.each([
    ['llm/v1/chat', { messages: user('hi') }],
    ['agent/v1/responses', { input: user('hi') }],
    ['llm/v1/completions', { prompt: 'hi' }],
    ['llm/v1/embeddings', { input: 'hi' }],
    [undefined, { messages: user('hi') }],
    ['', { dataframe_records: [{ message: 'hi' }] }],
  ])('puts a message into the form of the task %s', async (task, value) => {
    expect(await shaper({}, task).shape({ message: 'hi' })).toEqual({ value });
  });

  it.each([
    ['llm/v1/chat', { messages: user('hi'), k: 1 }],
    ['llm/v1/completions', { prompt: 'hi', k: 1 }],
    [undefined, { prompt: 'hi', k: 1 }],
    ['', { prompt: 'hi', k: 1 }],
  ])('asks with a prompt by the task %s', async (task, value) => {
    expect(await shaper({}, task).shape({ prompt: 'hi', k: 1 })).toEqual({ value });
  });

  it('keeps the id of a custom model, which may be one of its features', async () => {
    expect(await shaper({}, '').shape({ id: 7, age: 41 })).toEqual({
      id: 7,
      value: { dataframe_records: [{ id: 7, age: 41 }] },
    });
    expect(await shaper({ form: 'inputs' }, '').shape({ id: 7, age: 41 })).toEqual({
      id: 7,
      value: { inputs: { id: [7], age: [41] } },
    });
  });

  it('does not take a body of its own for a wrapping where other fields stand beside it', async () => {
    expect((await shaper({}, '').shape({ id: 1, body: { a: 1 }, age: 3 })).value).toEqual({
      dataframe_records: [{ id: 1, body: { a: 1 }, age: 3 }],
    });
  });

  it('gives rows that go together one grouping', async () => {
    const { shape } = shaper({ rowsPerCall: 8 }, '');
    const [first, second] = [await shape({ a: 1 }), await shape({ a: 2 })];
    expect(first.value).toEqual({ a: 1 });
    expect(first.grouping).toBe(second.grouping);
    expect(first.grouping?.body([{ a: 1 }, { a: 2 }])).toEqual({ dataframe_records: [{ a: 1 }, { a: 2 }] });
  });

  it('hands the prompt of an LLM over with what is told beside, and without its id', async () => {
    const { shape } = shaper({
      isLlm: true,
      settings: { stop: ['.'], params: { k: 1 } },
      transform: (row) => Promise.resolve({ dataframe_records: [row] }),
    });
    expect(await shape({ id: 1, prompt: 'hi' })).toEqual({
      id: 1,
      value: { dataframe_records: [{ k: 1, stop: ['.'], prompt: 'hi' }] },
    });
  });

  it.each([[1], [null], [[1]]])('refuses %j', async (row) => {
    await expect(shaper().shape(row)).rejects.toThrow('a row is a JSON object, or a text');
  });

  it('refuses a row that has nothing to ask a model with', async () => {
    await expect(shaper({}, 'llm/v1/chat').shape({ age: 3 })).rejects.toThrow('task is llm/v1/chat');
  });

  it('tells flags that no row can be told from rows that are wrong', async () => {
    const { shape } = shaper({ settings: { maxTokens: 3 } }, '');
    await expect(shape({ age: 3 })).rejects.toThrow(FlagsError);
  });
});
