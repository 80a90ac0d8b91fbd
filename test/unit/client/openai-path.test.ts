import { expect, it } from 'vitest';
import { openAiPath } from '../../../src/client/openai-path.ts';
import type { OpenAiPath } from '../../../src/client/query.ts';
import { UsageError } from '../../../src/errors.ts';

interface Rest {
  readonly isStream?: boolean;
  readonly task?: string;
}

const rows: [title: string, body: Record<string, unknown>, path: OpenAiPath, rest?: Rest][] = [
  ['messages are a chat', { messages: [] }, 'chat/completions'],
  ['a prompt is completed', { prompt: 'once' }, 'completions'],
  ['a text is embedded', { input: 'hi' }, 'embeddings'],
  ['several texts are embedded', { input: ['a', 'b'] }, 'embeddings'],
  ['token numbers are embedded', { input: [[1, 2], [3]] }, 'embeddings'],
  ['dimensions are for embeddings', { input: 'hi', dimensions: 8 }, 'embeddings'],
  ['an encoding is for embeddings', { input: ['a'], encoding_format: 'base64', stream: false }, 'embeddings'],
  ['no stream asked for says nothing', { input: 'hi', stream: false }, 'embeddings'],
  ['embeddings are never streamed', { input: 'hi', stream: true }, 'responses'],
  ['nor where the caller streams', { input: 'hi' }, 'responses', { isStream: true }],
  ['items are a conversation', { input: [{ role: 'user', content: 'hi' }] }, 'responses'],
  ['instructions are for a response', { input: 'hi', instructions: 'be brief' }, 'responses'],
  ['a limit of output tokens is for a response', { input: 'hi', max_output_tokens: 5 }, 'responses'],
  ['custom inputs are for an agent', { input: 'hi', custom_inputs: {} }, 'responses'],
  ['the task of an agent decides', { input: 'hi' }, 'responses', { task: 'agent/v1/responses' }],
  ['the task of a chat model decides', { input: 'hi' }, 'responses', { task: 'llm/v1/chat' }],
  ['the task of an embedder decides', { input: 'hi', text: 1 }, 'embeddings', { task: 'llm/v1/embeddings' }],
  ['no task decides nothing', { input: 'hi' }, 'embeddings', { task: '' }],
];

it.each(rows)('%s', (_, body, path, { isStream = false, task } = {}) => {
  expect(openAiPath({ body, isStream, ...(task !== undefined && { task }) })).toBe(path);
});

it('takes no other form', () => {
  expect(() => openAiPath({ body: { inputs: [1] }, isStream: false })).toThrow(UsageError);
});
