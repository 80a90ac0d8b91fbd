import { describe, expect, test } from 'vitest';
import type { ChunkStream } from '../../src/client/stream.ts';
import { createStreamReader } from '../../src/predict/stream-reader.ts';
import { readAnswer } from '../../src/predict/answer.ts';
import { custom, deploy, errorOf, external, type MakeWorkspace, open } from './workspace.ts';

const messages = [{ role: 'user', content: 'hello there' }];

async function readStream(stream: ChunkStream) {
  const reader = createStreamReader();
  let text = '';
  let chunks = 0;
  for await (const chunk of stream) {
    chunks += 1;
    text += reader
      .read(chunk)
      .texts.map((piece) => piece.text)
      .join('');
  }
  return { text, chunks, ...reader.end(), done: stream.done };
}

/** What `answer` says first. */
function said(body: unknown): string | undefined {
  const answer = readAnswer(body);
  return answer.kind === 'text' ? answer.choices[0]?.text : undefined;
}

export function queryContract(make: MakeWorkspace): void {
  describe('queries', () => {
    test('a chat is answered, with the tokens used and the entity that answered', async () => {
      const { client, lastSent } = await open(make);
      const { status, headers, body } = await client.query.invoke('local-echo', { messages, max_tokens: 16 });
      expect(lastSent()).toEqual([
        'POST /serving-endpoints/local-echo/invocations',
        { messages, max_tokens: 16 },
      ]);
      expect(status).toBe(200);
      expect(headers['served-model-name']).toBe('local-echo');
      expect(readAnswer(body)).toMatchObject({
        kind: 'text',
        shape: 'chat',
        choices: [{ text: 'hello there', finishReason: 'stop' }],
        usage: { total_tokens: expect.any(Number) as number },
      });
    });

    test('a chat is streamed in more than one piece, to its end', async () => {
      const { client, lastSent } = await open(make);
      const end = await readStream(client.query.stream('local-echo', { messages }));
      expect(lastSent()).toEqual([
        'POST /serving-endpoints/local-echo/invocations',
        { messages, stream: true },
      ]);
      expect(end).toMatchObject({ text: 'hello there', finishReason: 'stop', done: true });
      expect(end.chunks).toBeGreaterThan(1);
      expect(end.usage?.total_tokens).toBeGreaterThan(0);
    });

    test('a stream that is left early leaves the workspace fit for the next request', async () => {
      const { client } = await open(make);
      for await (const chunk of client.query.stream('local-echo', { messages })) {
        expect(chunk).toHaveProperty('choices');
        break;
      }
      expect(said((await client.query.invoke('local-echo', { messages })).body)).toBe('hello there');
    });

    test('embeddings are vectors of unit norm, in the order of the inputs', async () => {
      const { client } = await open(make);
      const { body } = await client.query.invoke('local-embed', { input: ['one text', 'another'] });
      const answer = readAnswer(body);
      if (answer.kind !== 'embeddings') throw new Error('no embeddings');
      expect(answer.vectors.map((vector) => vector.length)).toEqual([1024, 1024]);
      for (const vector of answer.vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    });

    test('a custom model predicts, a value a row', async () => {
      const { client } = await open(make);
      await deploy(client, custom('mine'));
      const { body } = await client.query.invoke('mine', {
        dataframe_records: [{ prompt: 'a' }, { prompt: 'b' }],
      });
      expect(body).toEqual({ predictions: ['a', 'b'] });
    });

    test('one served entity is asked past the traffic', async () => {
      const { client, lastSent } = await open(make);
      const entity = { entity_name: 'local-echo', scale_to_zero_enabled: true };
      await deploy(client, {
        name: 'two',
        config: {
          served_entities: [
            { ...entity, name: 'all', entity_version: '1' },
            { ...entity, name: 'none', entity_version: '2' },
          ],
          traffic_config: {
            routes: [
              { served_entity_name: 'all', traffic_percentage: 100 },
              { served_entity_name: 'none', traffic_percentage: 0 },
            ],
          },
        },
      });
      expect((await client.query.invoke('two', { messages })).headers['served-model-name']).toBe('all');
      const { headers } = await client.query.invokeServedModel('two', 'none', { messages });
      expect(lastSent()).toEqual([
        'POST /serving-endpoints/two/served-models/none/invocations',
        { messages },
      ]);
      expect(headers['served-model-name']).toBe('none');
      const streamed = await readStream(client.query.streamServedModel('two', 'none', { messages }));
      expect(streamed).toMatchObject({ text: 'hello there', done: true });
    });

    test.each([
      ['chat/completions', { messages }],
      ['completions', { prompt: 'hello there' }],
      ['responses', { input: 'hello there' }],
    ] as const)(
      'the OpenAI-compatible %s takes the endpoint’s name as its model',
      async (route, question) => {
        const { client, lastSent } = await open(make);
        const body = { model: 'local-echo', ...question };
        const answer = await client.query.openai(route, body);
        expect(lastSent()).toEqual([`POST /serving-endpoints/${route}`, body]);
        expect(said(answer.body)).toBe('hello there');
        const streamed = await readStream(client.query.openaiStream(route, body));
        expect(streamed.text).toBe('hello there');
        expect(streamed.finishReason).toBeDefined();
      },
    );

    test('the OpenAI-compatible embeddings take the endpoint’s name as their model', async () => {
      const { client } = await open(make);
      const { body } = await client.query.openai('embeddings', { model: 'local-embed', input: 'hi' });
      expect(readAnswer(body)).toMatchObject({ kind: 'embeddings' });
    });

    test('an endpoint that is not there is not found, streamed or not', async () => {
      const { client } = await open(make);
      const missing = { code: 'ENDPOINT_NOT_FOUND', status: 404, exitCode: 5 };
      expect(await errorOf(client.query.invoke('nobody', { messages }))).toMatchObject(missing);
      expect(await errorOf(readStream(client.query.stream('nobody', { messages })))).toMatchObject(missing);
    });

    test('a secret that is missing is named', async () => {
      const { client } = await open(make);
      await deploy(client, external('mine'));
      const error = await errorOf(client.query.invoke('mine', { messages }));
      expect(error).toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('openai_api_key') as string,
      });
    });

    test('calls beyond a limit are refused', async () => {
      const { client } = await open(make);
      await deploy(client, {
        ...custom('mine'),
        ai_gateway: { rate_limits: [{ calls: 1, renewal_period: 'minute' }] },
      });
      await client.query.invoke('mine', { messages });
      expect(await errorOf(client.query.invoke('mine', { messages }))).toMatchObject({
        code: 'REQUEST_LIMIT_EXCEEDED',
        status: 429,
        exitCode: 9,
        retryable: true,
      });
    });
  });
}
