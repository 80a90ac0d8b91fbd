import { describe, expect, it } from 'vitest';
import { createStreamReader } from '../../../../src/predict/stream-reader.ts';
import { localCaller } from '../../../helpers/local.ts';
import { get } from '../../../helpers/local-requests.ts';

const agent = () => localCaller({ aliases: { helper: 'local-agent' } });
const json = { 'content-type': 'application/json' };
const invocations = '/serving-endpoints/helper/invocations';
const messages = [
  { role: 'user', content: 'one' },
  { role: 'assistant', content: 'two' },
  { role: 'user', content: 'three words here' },
];

const framesOf = (text: string) =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as Record<string, unknown>);

describe('local-agent', () => {
  it('is there under its aliases alone, and says that it is an agent', async () => {
    const caller = await agent();
    expect(await get(caller, 'helper')).toMatchObject({ task: 'agent/v2/chat', state: { ready: 'READY' } });
    expect((await caller.call('GET', '/api/2.0/serving-endpoints/local-agent')).status).toBe(404);
  });

  it('answers messages with messages, custom inputs with custom outputs', async () => {
    const caller = await agent();
    const answer = await caller.call('POST', invocations, { messages, custom_inputs: { k: 1 } }, json);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        messages: [{ role: 'assistant', content: 'three words here', id: expect.any(String) as unknown }],
        finish_reason: 'stop',
        custom_outputs: { k: 1 },
        usage: { prompt_tokens: 5, completion_tokens: 3 },
      },
    });
  });

  it('streams deltas of one message, on the completions path too, where the AI SDK asks', async () => {
    const caller = await agent();
    for (const [path, body] of [
      [invocations, { messages, stream: true }],
      ['/serving-endpoints/completions', { model: 'helper', messages, stream: true }],
    ] as const) {
      const frames = framesOf((await caller.call('POST', path, body, json)).text);
      const ids = new Set(frames.map(({ delta }) => (delta as { id: string }).id));
      expect(ids.size).toBe(1);
      const reader = createStreamReader();
      const said = frames.flatMap((frame) => reader.read(frame).texts.map(({ text }) => text));
      expect(said.join('')).toBe('three words here');
      expect(reader.end()).toMatchObject({ finishReason: 'stop', usage: { completion_tokens: 3 } });
    }
  });

  it('answers an input as a Responses agent', async () => {
    const caller = await agent();
    const answer = await caller.call('POST', invocations, { input: [{ role: 'user', content: 'hi' }] }, json);
    expect(answer.json).toMatchObject({ object: 'response', output: [{ content: [{ text: 'hi' }] }] });
  });

  it('refuses what no agent takes', async () => {
    const caller = await agent();
    expect(await caller.call('POST', invocations, { dataframe_records: [{}] }, json)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining("'messages' or 'input'") as unknown },
    });
  });
});
