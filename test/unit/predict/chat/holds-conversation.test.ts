import { expect, test } from 'vitest';
import { refuseUnlessConversational } from '../../../../src/predict/chat/holds-conversation.ts';

test.each(['llm/v1/chat', 'llama2/chat', 'agent/v1/chat', 'agent/v2/chat', 'agent/v1/responses', undefined])(
  'an endpoint of task %s holds a conversation',
  (task) => {
    expect(() => refuseUnlessConversational('x', task)).not.toThrow();
  },
);

test.each([
  [
    'llm/v1/completions',
    "x completes texts (task 'llm/v1/completions') and holds no conversation",
    '--prompt',
  ],
  ['llm/v1/embeddings', "x embeds texts (task 'llm/v1/embeddings') and holds no conversation", '--input'],
  ['', 'x serves a custom model and holds no conversation', '--data'],
  ['feature/v1/x', "x has the task 'feature/v1/x' and holds no conversation", '--data'],
])('an endpoint of task %j does not', (task, message, flag) => {
  expect(() => refuseUnlessConversational('x', task)).toThrow(
    expect.objectContaining({
      message,
      hint: expect.stringContaining(`predict x ${flag}`) as string,
    }) as Error,
  );
});
