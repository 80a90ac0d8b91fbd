import { describe, expect, test } from 'vitest';
import type { ChunkStream } from '../../../src/client/stream.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ApiError, ConnectionError, StreamError, UnexpectedAnswerError } from '../../../src/errors.ts';
import type { HttpResponse } from '../../../src/http/transport.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const encoder = new TextEncoder();

/** A body of these pieces; `failure` is thrown after the last, and `left` is called when the reader leaves early or late. */
function body(pieces: readonly string[], failure?: Error, left?: () => void): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: {
      async *[Symbol.asyncIterator]() {
        try {
          for (const piece of pieces) yield encoder.encode(piece);
          if (failure) throw failure;
        } finally {
          left?.();
        }
      },
    },
  };
}

function open(response: HttpResponse, signal?: AbortSignal): ChunkStream {
  const client = createWorkspaceClient(scriptedTransport(response));
  return client.query.stream('chat', {}, signal ? { signal } : {});
}

async function read(stream: ChunkStream) {
  const chunks: unknown[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    return { chunks, error, done: stream.done };
  }
  return { chunks, error: undefined, done: stream.done };
}

describe('a stream', () => {
  test('is asked for in the body, and sent when it is first read', async () => {
    const transport = scriptedTransport(body(['data: [DONE]\n\n']));
    const stream = createWorkspaceClient(transport).query.stream('chat', { messages: [] });
    expect(transport.requests).toHaveLength(0);
    await read(stream);
    expect(transport.requests[0]).toMatchObject({
      method: 'POST',
      path: '/serving-endpoints/chat/invocations',
      body: '{"messages":[],"stream":true}',
      headers: { accept: 'text/event-stream' },
      retry: 'invocation',
    });
  });

  test.each([
    ['streamServedModel', '/serving-endpoints/chat/served-models/m/invocations'],
    ['openaiStream', '/serving-endpoints/chat/completions'],
  ])('of %s goes to its own route', async (method, path) => {
    const transport = scriptedTransport(body(['data: {"a":1}\n\n']));
    const { query } = createWorkspaceClient(transport);
    const stream =
      method === 'openaiStream'
        ? query.openaiStream('chat/completions', { model: 'chat' })
        : query.streamServedModel('chat', 'm', {});
    expect((await read(stream)).chunks).toEqual([{ a: 1 }]);
    expect(transport.requests[0]?.path).toBe(path);
  });

  test('yields the object of each frame until the server says that it is done', async () => {
    const frames = ['data: {"a":1}\n\nda', 'ta: {"a":2}\n\n', 'data: [DONE]\n\n', 'data: {"a":3}\n\n'];
    expect(await read(open(body(frames)))).toEqual({
      chunks: [{ a: 1 }, { a: 2 }],
      error: undefined,
      done: true,
    });
  });

  test('may end without saying so', async () => {
    expect(await read(open(body(['\n', 'data: {"a":1}\n\n'])))).toEqual({
      chunks: [{ a: 1 }],
      error: undefined,
      done: false,
    });
  });

  test('that is empty yields nothing', async () => {
    expect(await read(open(body([])))).toEqual({ chunks: [], error: undefined, done: false });
  });

  test('may be one whole answer, of a model that can not stream', async () => {
    expect(await read(open(body([' {"predictions"', ':[1]}'])))).toEqual({
      chunks: [{ predictions: [1] }],
      error: undefined,
      done: true,
    });
  });

  test('may be one list of chunks', async () => {
    expect((await read(open(body(['[{"a":1},', '{"a":2}]'])))).chunks).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('is read once: the request is not sent, and paid for, again', async () => {
    const transport = scriptedTransport(body(['data: {"a":1}\n\n']));
    const stream = createWorkspaceClient(transport).query.stream('chat', {});
    await read(stream);
    expect((await read(stream)).chunks).toEqual([]);
    expect(transport.requests).toHaveLength(1);
  });
});

describe('the arrivals of a stream', () => {
  const arrivals = async (...pieces: readonly string[]) => {
    const all: unknown[] = [];
    for await (const chunks of open(body(pieces)).arrivals) all.push(chunks);
    return all;
  };

  test('hold together what came together, and nothing back', async () => {
    expect(
      await arrivals(
        'data: {"a":1}\n\ndata: {"a":2}\n\nda',
        'ta: {"a":3}\n',
        '\n: note\n\n',
        'data: [DONE]\n\n',
      ),
    ).toEqual([[{ a: 1 }, { a: 2 }], [{ a: 3 }]]);
  });

  test('come before an error that arrived with them', async () => {
    const stream = open(body(['data: {"a":1}\n\ndata: {"error":"no"}\n\n']));
    expect(await stream.arrivals.next()).toEqual({ done: false, value: [{ a: 1 }] });
    await expect(stream.arrivals.next()).rejects.toThrow('the stream ended in an error: no');
  });

  test('are the chunks one by one in their order, asked for ahead or not', async () => {
    const iterator = open(body(['data: {"a":1}\n\ndata: {"a":2}\n\n', 'data: {"a":3}\n\n']))[
      Symbol.asyncIterator
    ]();
    const results = await Promise.all([1, 2, 3, 4].map(() => iterator.next()));
    expect(results.map(({ value }) => value as unknown)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, undefined]);
    expect(results.at(-1)?.done).toBe(true);
  });

  test('tell who answers once they begin', async () => {
    const response = { ...body(['data: {"a":1}\n\n']), headers: { 'served-model-name': 'm' }, attempts: 2 };
    const stream = open(response);
    expect(stream.head).toBeUndefined();
    await stream.arrivals.next();
    expect(stream.head).toEqual({ status: 200, headers: { 'served-model-name': 'm' }, attempts: 2 });
  });

  test('may begin with a byte-order mark, a whole answer too', async () => {
    expect(await arrivals('\ufeff', 'data: {"a":1}\n\n')).toEqual([[{ a: 1 }]]);
    expect(await arrivals('\ufeff {"predictions":[1]}')).toEqual([[{ predictions: [1] }]]);
  });
});

describe('leaving a stream', () => {
  test('ends the request', async () => {
    let hasLeft = false;
    const frames = ['data: {"a":1}\n\n', 'data: {"a":2}\n\n'];
    const response = body(frames, undefined, () => (hasLeft = true));
    for await (const chunk of open(response)) {
      expect(chunk).toEqual({ a: 1 });
      expect(hasLeft).toBe(false);
      break;
    }
    expect(hasLeft).toBe(true);
  });

  test('at [DONE] ends the request though the server keeps it open', async () => {
    let hasLeft = false;
    await read(open(body(['data: [DONE]\n\n', ': still here\n\n'], undefined, () => (hasLeft = true))));
    expect(hasLeft).toBe(true);
  });
});

describe('an error in the middle', () => {
  test.each([
    ['an object', 'data: {"error":{"message":"no","code":"X"}}\n\n', 'X'],
    ['a text', 'data: {"error":"no"}\n\n', 'STREAM_ERROR'],
    ['the flat envelope', 'data: {"error_code":"X","message":"no"}\n\n', 'X'],
    ['a typed event', 'data: {"type":"error","code":"X","message":"no"}\n\n', 'X'],
    ['an event called error, in JSON', 'event: error\ndata: {"error":{"message":"no","type":"X"}}\n\n', 'X'],
    ['an event called error, in text', 'event: error\ndata: no\n\n', 'STREAM_ERROR'],
  ])('as %s ends the stream in a StreamError, after what came before', async (_, frame, code) => {
    const { chunks, error, done } = await read(open(body(['data: {"a":1}\n\n', frame, 'data: {"a":2}\n\n'])));
    expect(chunks).toEqual([{ a: 1 }]);
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toMatchObject({ code, exitCode: 1, message: 'the stream ended in an error: no' });
    expect(done).toBe(false);
  });

  test('that is a cut connection says so', async () => {
    const reset = new ConnectionError('ECONNRESET', 'the connection was reset', {
      retryable: true,
      ambiguous: true,
    });
    const { chunks, error } = await read(open(body(['data: {"a":1}\n\ndata: {"a"'], reset)));
    expect(chunks).toEqual([{ a: 1 }]);
    expect(error).toMatchObject({ code: 'STREAM_CUT', exitCode: 1, cause: reset });
  });

  test('that is a frame of no JSON says so', async () => {
    const { chunks, error } = await read(open(body(['data: {"a":1}\n\ndata: oops\n\n'])));
    expect(chunks).toEqual([{ a: 1 }]);
    expect(error).toMatchObject({ code: 'STREAM_MALFORMED', exitCode: 1 });
  });

  test('that is an interruption is passed on as its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const pieces = ['data: {"a":1}\n\n', 'data: {"a":2}\n\n'];
    const stream = open(body(pieces, new Error('aborted')), controller.signal);
    const chunks = stream[Symbol.asyncIterator]();
    expect(await chunks.next()).toEqual({ done: false, value: { a: 1 } });
    controller.abort(reason);
    expect((await chunks.next()).value).toEqual({ a: 2 });
    const failure = chunks.next();
    await expect(failure).rejects.toBe(reason);
  });
});

describe('before the first frame', () => {
  test('an error answer is an ApiError', async () => {
    const refusal = answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow down' });
    const { error } = await read(open(refusal));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 429, exitCode: 9 });
  });

  test('a page is no stream', async () => {
    let hasLeft = false;
    const { error } = await read(open(body(['\n<!doctype html>'], undefined, () => (hasLeft = true))));
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(hasLeft).toBe(true);
  });
});
