import * as z from 'zod';
import { ChatMessage } from './query.ts';

/** Tokens used. Providers add fields of their own. */
export const Usage = z.looseObject({
  prompt_tokens: z.number().nullable().optional().describe('Tokens of the request.'),
  completion_tokens: z.number().nullable().optional().describe('Tokens of the answer.'),
  total_tokens: z.number().nullable().optional().describe('Both together.'),
  input_tokens: z.number().nullable().optional().describe('Tokens of the request, in the Responses API.'),
  output_tokens: z.number().nullable().optional().describe('Tokens of the answer, in the Responses API.'),
});
export type Usage = z.infer<typeof Usage>;

/** One answer of a chat (`message`) or completions (`text`) model. */
export const Choice = z.looseObject({
  index: z.number().optional().describe('Place among several answers, from 0.'),
  message: ChatMessage.partial().nullable().optional().describe('The message of a chat.'),
  text: z.string().nullable().optional().describe('The text of a completion.'),
  finish_reason: z
    .string()
    .nullable()
    .optional()
    .describe('Why the answer ended: stop, length, tool_calls, content_filter.'),
  logprobs: z.unknown().optional().describe('Probabilities of tokens, where they were asked for.'),
});
export type Choice = z.infer<typeof Choice>;

export const EmbeddingItem = z.looseObject({
  index: z.number().optional().describe('Which input it belongs to, from 0.'),
  embedding: z
    .union([z.array(z.number()), z.string()])
    .describe('The vector, or its 32-bit floats (little-endian) in base64.'),
  object: z.string().optional().describe('Always embedding.'),
});
export type EmbeddingItem = z.infer<typeof EmbeddingItem>;

/** One item of a Responses answer: a message, a function call, reasoning. */
export const ResponsesItem = z.looseObject({
  type: z.string().describe('Kind of item: message, function_call, function_call_output, reasoning.'),
  id: z.string().nullable().optional().describe('Id of the item.'),
  role: z.string().optional().describe('Who speaks, in a message.'),
  content: z
    .union([
      z.string(),
      z.array(
        z.looseObject({
          type: z.string().optional().describe('Kind of part: output_text, refusal.'),
          text: z.string().optional().describe('The text of an output_text part.'),
        }),
      ),
    ])
    .nullable()
    .optional()
    .describe('What is said, in a message.'),
});
export type ResponsesItem = z.infer<typeof ResponsesItem>;

/** What an invocation answers; which fields are there depends on the kind of endpoint. */
export const QueryEndpointResponse = z.looseObject({
  id: z.string().nullable().optional().describe('Id of the answer.'),
  object: z.string().optional().describe('Kind of answer: chat.completion, text_completion, list, response.'),
  created: z.number().nullable().optional().describe('When it was made, in seconds since 1970.'),
  model: z.string().nullable().optional().describe('The model that answered.'),
  choices: z.array(Choice).optional().describe('Chat and completions: the answers.'),
  data: z.array(EmbeddingItem).optional().describe('Embeddings: the vectors.'),
  usage: Usage.nullable().optional().describe('Tokens used.'),
  predictions: z.unknown().optional().describe('Custom models: one entry a row, or an object.'),
  outputs: z.unknown().optional().describe('Feature functions: one entry a row.'),
  output: z.array(ResponsesItem).optional().describe('Responses API and agents: what was said and done.'),
  messages: z.array(ChatMessage.partial()).optional().describe('Chat agents: the messages that were added.'),
});
export type QueryEndpointResponse = z.infer<typeof QueryEndpointResponse>;
