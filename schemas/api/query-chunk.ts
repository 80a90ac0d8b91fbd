import * as z from 'zod';
import { ChatMessage, ToolCall } from './query.ts';
import { Usage } from './query-answer.ts';

/** A fragment of a tool call: id and name come with the first only; fragments belong together by `index`. */
export const ToolCallDelta = ToolCall.extend({
  index: z.number().optional().describe('Which of the calls it belongs to.'),
});
export type ToolCallDelta = z.infer<typeof ToolCallDelta>;

/** What a chunk adds to a message; the role comes with the first only. */
export const MessageDelta = ChatMessage.extend({
  role: z.string().nullable().optional().describe('Who speaks.'),
  tool_calls: z.array(ToolCallDelta).nullable().optional().describe('Fragments of tool calls.'),
});
export type MessageDelta = z.infer<typeof MessageDelta>;

/** One `data:` frame of a streamed chat or completion. The last may hold usage and no choices. */
export const QueryChunk = z.looseObject({
  id: z.string().nullable().optional().describe('Id of the answer, the same in all its chunks.'),
  object: z.string().optional().describe('chat.completion.chunk or text_completion.'),
  created: z.number().nullable().optional().describe('When the answer was begun, in seconds since 1970.'),
  model: z.string().nullable().optional().describe('The model that answers.'),
  choices: z
    .array(
      z.looseObject({
        index: z.number().optional().describe('Which of several answers it belongs to, from 0.'),
        delta: MessageDelta.nullable().optional().describe('What is added to a chat message.'),
        text: z.string().nullable().optional().describe('What is added to a completion.'),
        finish_reason: z.string().nullable().optional().describe('Why the answer ended, in its last chunk.'),
      }),
    )
    .optional()
    .describe('What is added, by answer.'),
  delta: MessageDelta.nullable().optional().describe('Chat agents: what is added, without choices.'),
  type: z.string().optional().describe('Responses API: kind of event, such as response.output_text.delta.'),
  usage: Usage.nullable().optional().describe('Tokens used so far.'),
  error: z
    .unknown()
    .optional()
    .describe('What went wrong in mid-stream: a text, or an object with a message.'),
  error_code: z.union([z.string(), z.number()]).optional().describe('What went wrong in mid-stream.'),
  message: z.unknown().optional().describe('What went wrong in mid-stream, for people.'),
});
export type QueryChunk = z.infer<typeof QueryChunk>;
