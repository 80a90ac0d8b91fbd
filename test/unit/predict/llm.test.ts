import { describe, expect, it, test } from 'vitest';
import { llmAnswer, llmBody } from '../../../src/predict/llm.ts';

const request = { prompt: 'How are you?', stop: ['.'], temperature: 0.1, usage_context: { team: 'a' } };
const user = { role: 'user', content: 'How are you?' };

describe('a prompt travels', () => {
  test.each<[Parameters<typeof llmBody>[1], object]>([
    [
      'rows',
      {
        dataframe_records: [{ prompt: 'How are you?', stop: ['.'], temperature: 0.1 }],
        usage_context: { team: 'a' },
      },
    ],
    ['app', request],
    ['completions', request],
    ['chat', { messages: [user], stop: ['.'], temperature: 0.1, usage_context: { team: 'a' } }],
    ['chat-agent', { messages: [user], temperature: 0.1, usage_context: { team: 'a' } }],
    ['responses', { input: [user], temperature: 0.1, usage_context: { team: 'a' } }],
  ])('as %s', (target, body) => {
    expect(llmBody(request, target)).toEqual(body);
  });

  it('with the limit of the Responses API', () => {
    expect(llmBody({ prompt: 'hi', max_tokens: 8 }, 'responses')).toMatchObject({ max_output_tokens: 8 });
  });

  it('to no endpoint of embeddings', () => {
    expect(() => llmBody(request, 'embeddings')).toThrow('answers no prompt');
  });
});

describe('an answer is', () => {
  test.each<[string, unknown, unknown]>([
    ['the first prediction', { predictions: ['Good', 'Bad'] }, 'Good'],
    ['the prediction that is no list', { predictions: 'Good' }, 'Good'],
    ['the body of an app', 'Good', 'Good'],
    ['the body of any other', { text: 'Good' }, { text: 'Good' }],
  ])('%s', (_, body, answer) => {
    expect(llmAnswer(body)).toEqual(answer);
  });
});
