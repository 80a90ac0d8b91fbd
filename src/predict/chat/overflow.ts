import { ApiError, type ServectlError, StreamError } from '../../errors.ts';

/** How providers say that a conversation has outgrown the model; each in words of its own, and few with a code. */
const overflow =
  /context[ _-]?(?:length|window|limit)|(?:prompt|input|request) is too long|too many (?:input )?tokens|tokens?\b.{0,80}\bexceed|exceed\w*\b.{0,80}\btokens?\b/i;

/** Whether the messages no longer fit into the model's context. Limits of tokens per minute are said in similar words. */
export function isContextOverflow(error: ServectlError): boolean {
  const isAnswer = error instanceof ApiError ? error.status !== 429 : error instanceof StreamError;
  const { code, message } = error;
  return isAnswer && overflow.test(`${code} ${message}`) && !/rate limit|per[ -]minute/i.test(message);
}
