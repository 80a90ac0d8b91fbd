/** The AI SDK with Databricks' provider: chat completions, Responses and ChatAgent, whole and streaming. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDatabricksProvider } from '@databricks/ai-sdk-provider';
import { generateText, streamText } from 'ai';
import { all } from './all.mjs';

const { DATABRICKS_HOST, DATABRICKS_TOKEN } = process.env;
const databricks = createDatabricksProvider({
  baseURL: `${DATABRICKS_HOST}/serving-endpoints`,
  headers: { Authorization: `Bearer ${DATABRICKS_TOKEN}` },
});
const prompt = 'hello there';
const system = 'Be brief';

const models = [
  ['chat completions', databricks.chatCompletions('databricks-meta-llama-3-1-405b-instruct')],
  ['responses', databricks.responses('databricks-meta-llama-3-1-405b-instruct')],
  ['responses of an agent', databricks.responses('my-agent')],
  ['a chat agent', databricks.chatAgent('my-agent')],
];

for (const [name, model] of models) {
  test(`generates text by ${name}`, async () => {
    const { text } = await generateText({ model, system, prompt, maxRetries: 0 });
    assert.equal(text, prompt);
  });

  test(`streams text by ${name}`, async () => {
    const errors = [];
    const { textStream } = streamText({
      model,
      system,
      prompt,
      maxRetries: 0,
      onError: ({ error }) => errors.push(error),
    });
    const pieces = await all(textStream);
    assert.deepEqual(errors, []);
    assert.equal(pieces.join(''), prompt);
    assert.ok(pieces.length > 1, 'in pieces');
  });
}

test('is told why a chat ended, and what it used', async () => {
  const [[, model]] = models;
  const { finishReason, usage } = await generateText({ model, prompt, maxRetries: 0 });
  assert.equal(finishReason, 'stop');
  assert.equal(usage.totalTokens, 4);
  const stream = streamText({ model, prompt, maxRetries: 0 });
  await stream.consumeStream();
  assert.equal(await stream.finishReason, 'stop');
  assert.equal((await stream.usage).totalTokens, 4);
});
