import { describe, expect, it } from 'vitest';
import { endpointInvoker, type Invoker } from '../../../../src/client/invoker.ts';
import { createWorkspaceClient } from '../../../../src/client/workspace-client.ts';
import { askTurn, type TurnOptions, type TurnPiece } from '../../../../src/predict/chat/turn.ts';
import { answer, scriptedTransport } from '../../../helpers/scripted-transport.ts';

/** An endpoint that answers with these chunks, or this body. */
function endpoint(given: { chunks?: readonly object[]; done?: boolean; body?: unknown }): Invoker {
  const frames = [
    ...(given.chunks ?? []).map((chunk) => JSON.stringify(chunk)),
    ...(given.done === false ? [] : ['[DONE]']),
  ];
  const stream = frames.map((frame) => `data: ${frame}\n\n`).join('');
  const transport = scriptedTransport(answer(200, given.body ?? stream));
  return endpointInvoker(createWorkspaceClient(transport).query, 'chat');
}

async function ask(invoker: Invoker, options?: TurnOptions) {
  const turn = askTurn(invoker, {}, options);
  const pieces: TurnPiece[] = [];
  let next = await turn.next();
  for (; next.done !== true; next = await turn.next()) pieces.push(next.value);
  return {
    text: pieces.map(({ text }) => text),
    reasoning: pieces.map((piece) => piece.reasoning).join(''),
    end: next.value,
  };
}

const delta = (content: string, finish_reason: string | null = null, index = 0) => ({
  choices: [{ index, delta: { role: 'assistant', content }, finish_reason }],
});
const message = { choices: [{ message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }] };

describe('a turn', () => {
  it('yields the answer piece by piece and ends with what the whole tells', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const chunks = [delta('Hel'), { ...delta('lo', 'stop'), usage }];
    expect(await ask(endpoint({ chunks }))).toEqual({
      text: ['Hel', 'lo'],
      reasoning: '',
      end: { toolCalls: [], finishReason: 'stop', usage },
    });
  });

  it('follows the first of several answers', async () => {
    expect((await ask(endpoint({ chunks: [delta('a'), delta('b', null, 1), delta('c')] }))).text).toEqual([
      'a',
      'c',
    ]);
  });

  it('takes an answer that comes whole, asked for or not', async () => {
    const whole = { text: ['Hello'], end: { finishReason: 'stop' } };
    expect(await ask(endpoint({ chunks: [message] }))).toMatchObject(whole);
    expect(await ask(endpoint({ body: message }), { stream: false })).toMatchObject(whole);
  });

  it('tells reasoning apart from the answer', async () => {
    const chunks = [{ choices: [{ index: 0, delta: { reasoning_content: 'hm' } }] }, delta('Yes', 'stop')];
    expect(await ask(endpoint({ chunks }))).toMatchObject({ reasoning: 'hm' });
  });

  it('fails where the stream ends before the answer does', async () => {
    await expect(ask(endpoint({ chunks: [delta('Hel')], done: false }))).rejects.toMatchObject({
      code: 'STREAM_CUT',
    });
    expect((await ask(endpoint({ chunks: [delta('Hello', 'stop')], done: false }))).text).toEqual(['Hello']);
  });

  it('fails where the answer is an error, or no text', async () => {
    const asked = (body: unknown) => ask(endpoint({ body }), { stream: false });
    await expect(asked({ error: { message: 'boom' } })).rejects.toThrow(
      'the model answered with an error: boom',
    );
    await expect(asked({ predictions: [1] })).rejects.toMatchObject({ code: 'NO_TEXT' });
  });
});
