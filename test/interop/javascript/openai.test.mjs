/** OpenAI's own client: chat with `usage_context`, streams, embeddings, the Responses API, errors. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { all } from './all.mjs';

const { DATABRICKS_HOST, DATABRICKS_TOKEN } = process.env;
const client = new OpenAI({
  baseURL: `${DATABRICKS_HOST}/serving-endpoints`,
  apiKey: DATABRICKS_TOKEN,
  maxRetries: 0,
});
const model = 'databricks-meta-llama-3-1-405b-instruct';
const messages = [{ role: 'user', content: 'What is Databricks?' }];

test('asks a chat model, with a usage context', async () => {
  const answer = await client.chat.completions.create({
    model,
    messages,
    temperature: 0,
    usage_context: { project: 'project1' },
  });
  assert.equal(answer.choices[0].message.content, 'What is Databricks?');
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
});

test('reads a stream, and the usage on a chunk of its own', async () => {
  const stream = await client.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = await all(stream);
  assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), 'What is Databricks?');
  assert.ok(chunks.length > 3, 'in pieces');
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.ok(chunks.at(-1).usage.total_tokens > 0);
});

test('gets embeddings, decoded from the base64 that it asks for', async () => {
  const { data } = await client.embeddings.create({
    model: 'databricks-bge-large-en',
    input: ['one', 'two'],
  });
  assert.deepEqual(
    data.map(({ index, embedding }) => [index, embedding.length]),
    [
      [0, 1024],
      [1, 1024],
    ],
  );
  const length = Math.hypot(...data[0].embedding);
  assert.ok(Math.abs(length - 1) < 1e-5, `a unit vector, not of length ${length}`);
});

test('completes a prompt', async () => {
  const { choices } = await client.completions.create({ model, prompt: 'Once upon a time', max_tokens: 2 });
  assert.equal(choices[0].text, 'Once upon');
  assert.equal(choices[0].finish_reason, 'length');
});

test('asks the Responses API, whole and streaming', async () => {
  const answer = await client.responses.create({ model, input: 'hello there' });
  assert.equal(answer.output_text, 'hello there');
  const events = await all(await client.responses.create({ model, input: 'hello there', stream: true }));
  const deltas = events.filter(({ type }) => type === 'response.output_text.delta');
  assert.equal(deltas.map(({ delta }) => delta).join(''), 'hello there');
  assert.equal(events.at(-1).type, 'response.completed');
});

test('tells a missing endpoint by its status alone: it reads only an `error` object, which Databricks does not send', async () => {
  await assert.rejects(client.chat.completions.create({ model: 'nothing-here', messages }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.message, '404 status code (no body)');
    return true;
  });
});

test('is refused with a wrong token', async () => {
  const stranger = new OpenAI({ baseURL: client.baseURL, apiKey: 'dapi-wrong', maxRetries: 0 });
  await assert.rejects(stranger.chat.completions.create({ model, messages }), /^Error: 40[13] /);
});
