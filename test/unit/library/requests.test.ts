import { afterAll, expect, it } from 'vitest';
import {
  buildRequest,
  compileTransform,
  createWorkspaceClient,
  cutAnswer,
  llmAnswer,
  llmBody,
  requestSkeleton,
  rowsBody,
} from '../../../src/index.ts';

const client = createWorkspaceClient({ target: 'local::memory:' });
afterAll(() => client.close());

const ask = async (body: Readonly<Record<string, unknown>>): Promise<unknown> =>
  (await client.query.invoke('local-echo', body)).body;

it('a program asks as the command line does', async () => {
  const body = buildRequest({ system: 'Be brief.', message: 'hi', task: 'llm/v1/chat', maxTokens: 8 });
  expect(compileTransform('choices[0].message.content')(await ask(body))).toBe('hi');
});

it('a program asks as LangChain does, whatever the model is', async () => {
  const request = compileTransform('{"prompt": "{{ prompt }} Be concise.", "stop": "{{ stop }}"}')({
    prompt: 'How? Say.',
    stop: ['concise'],
  });
  const body = llmBody(request as Readonly<Record<string, unknown>>, 'rows');
  expect(llmAnswer(cutAnswer(await ask(body), ['.']))).toBe('How? Say');
});

it('a program sends rows, and asks what they look like', async () => {
  expect(await ask(rowsBody([{ text: 'a' }, { text: 'b' }], 'split'))).toEqual({ predictions: ['a', 'b'] });
  const openapi = await client.endpoints.openapi('local-echo');
  expect(await ask(requestSkeleton(openapi, { task: 'llm/v1/chat' }))).toMatchObject({
    choices: [{ message: { content: 'Hello' } }],
  });
});
