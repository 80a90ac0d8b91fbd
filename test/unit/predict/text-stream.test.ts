import { describe, expect, test } from 'vitest';
import { createWorkspaceClient, StreamError, textStream } from '../../../src/index.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const frames = (...values: readonly unknown[]): string =>
  values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('');
const chat = (content: string, finish_reason: string | null = null, index = 0) => ({
  choices: [{ index, delta: { content }, finish_reason }],
});

function open(body: string) {
  const client = createWorkspaceClient({ transport: scriptedTransport(answer(200, body)) });
  return textStream(client.query.stream('chat', { messages: [] }));
}

async function read(stream: AsyncIterable<string>) {
  const pieces: string[] = [];
  try {
    for await (const piece of stream) pieces.push(piece);
  } catch (error) {
    return { pieces, error };
  }
  return { pieces, error: undefined };
}

describe('the text of a stream', () => {
  test('comes piece by piece, with the rest at its end', async () => {
    const usage = { total_tokens: 4 };
    const stream = open(
      frames(chat(''), chat('Hel'), chat('lo', 'stop'), { choices: [], usage }, { trace_id: 't' }, '[DONE]'),
    );
    expect(await read(stream)).toEqual({ pieces: ['Hel', 'lo'], error: undefined });
    expect(stream.end()).toEqual({ text: 'Hello', toolCalls: [], usage, finishReason: 'stop' });
  });

  test('is that of the first of several answers', async () => {
    const stream = open(frames(chat('a'), chat('x', null, 1), chat('b', 'stop'), '[DONE]'));
    expect((await read(stream)).pieces).toEqual(['a', 'b']);
  });

  test('may come in one piece', async () => {
    expect((await read(open('{"predictions":["one","two"]}'))).pieces).toEqual(['one\ntwo']);
    expect((await read(open(frames({ predictions: ['one'] })))).error).toBeUndefined();
  });

  test('is kept where the stream ends in an error, or before the answer does', async () => {
    const failed = open(frames(chat('Hel'), { error: { code: 'GONE', message: 'the GPU is gone' } }));
    expect(await read(failed)).toMatchObject({ pieces: ['Hel'], error: { code: 'GONE' } });
    const cut = open(frames(chat('Hel')));
    const { pieces, error } = await read(cut);
    expect({ pieces, text: cut.end().text }).toEqual({ pieces: ['Hel'], text: 'Hel' });
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toMatchObject({ code: 'STREAM_CUT' });
  });

  test('ends the request where the loop is left', async () => {
    let isLeft = false;
    const body = (async function* () {
      try {
        for (;;) yield Buffer.from(frames(chat('more ')));
      } finally {
        isLeft = true;
      }
    })();
    const client = createWorkspaceClient({ transport: scriptedTransport({ ...answer(200), body }) });
    for await (const piece of textStream(client.query.stream('chat', {}))) {
      expect(piece).toBe('more ');
      break;
    }
    expect(isLeft).toBe(true);
  });
});
