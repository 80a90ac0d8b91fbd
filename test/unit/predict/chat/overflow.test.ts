import { describe, expect, it, test } from 'vitest';
import { ApiError, ConfigError, StreamError } from '../../../../src/errors.ts';
import { ExitCode } from '../../../../src/exit-codes.ts';
import { isContextOverflow } from '../../../../src/predict/chat/overflow.ts';

const refusal = (message: string, status = 400, code = 'BAD_REQUEST') =>
  new ApiError({ status, code, message }, ExitCode.failure, false);

describe('a conversation that has outgrown the model', () => {
  test.each([
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
    'prompt is too long: 200251 tokens > 200000 maximum',
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    'Input is too long for requested model.',
    'too many tokens: total number of tokens in the prompt exceeds the limit of 4081',
    'Please reduce the length of the messages: the context window of the model is exceeded',
  ])('is known by: %s', (message) => {
    expect(isContextOverflow(refusal(message))).toBe(true);
    expect(isContextOverflow(new StreamError('STREAM_ERROR', message, ExitCode.failure))).toBe(true);
  });

  it('is known by the code alone', () => {
    expect(isContextOverflow(refusal('bad request', 400, 'context_length_exceeded'))).toBe(true);
  });

  test.each([
    refusal('Exceeded workspace output tokens per minute rate limit for a model.', 429),
    refusal('Exceeded the tokens per minute rate limit'),
    refusal('the endpoint does not exist', 404),
    new ConfigError('context length'),
  ])('is not: %s', (error) => {
    expect(isContextOverflow(error)).toBe(false);
  });
});
