import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const DataframeSplit = z
  .looseObject({
    columns: z.array(z.unknown()).optional().describe('Names of the columns.'),
    data: z.array(z.array(z.unknown())).optional().describe('Rows, each with a value a column.'),
    index: z
      .array(z.union([z.string(), z.number()]))
      .optional()
      .describe('Labels of the rows.'),
  })
  .meta({ id: 'DataframeSplit', description: 'A table, as columns and rows.' });
export type DataframeSplit = z.infer<typeof DataframeSplit>;

export const ToolCall = z
  .looseObject({
    id: z.string().optional().describe('Id of the call; the answer to it carries the same.'),
    type: z.string().optional().describe('Kind of tool: function.'),
    function: z
      .looseObject({
        name: z.string().optional().describe('Name of the function.'),
        arguments: z.string().optional().describe('Its arguments, as JSON text.'),
      })
      .optional()
      .describe('The function to call.'),
  })
  .meta({ id: 'ToolCall', description: 'A function that the model asks for.' });
export type ToolCall = z.infer<typeof ToolCall>;

/** One part of a message: text, an image, the model's reasoning, and whatever comes next. */
export const ContentPart = z
  .looseObject({
    type: openEnum(['text', 'image_url', 'image', 'reasoning']).describe('Kind of part.'),
    text: z.string().optional().describe('The text of a text part.'),
  })
  .meta({ id: 'ContentPart', description: 'One part of a message.' });
export type ContentPart = z.infer<typeof ContentPart>;

export const ChatMessage = z
  .looseObject({
    role: openEnum(['system', 'user', 'assistant', 'tool']).describe('Who speaks.'),
    content: z
      .union([z.string(), z.array(ContentPart)])
      .nullable()
      .optional()
      .describe('What is said: a text, or parts; null beside tool calls.'),
    tool_calls: z.array(ToolCall).optional().describe('Functions that the model asks for.'),
    tool_call_id: z.string().optional().describe('Which call a tool message answers.'),
  })
  .meta({ id: 'ChatMessage', description: 'One turn of a conversation.' });
export type ChatMessage = z.infer<typeof ChatMessage>;

/**
 * Body of `POST /serving-endpoints/{name}/invocations`. Which fields are legal depends on the endpoint, and many
 * models take more (tools, response_format, …): unknown fields are passed on.
 */
export const QueryEndpointInput = z
  .looseObject({
    messages: z.array(ChatMessage).optional().describe('Chat: the conversation so far.'),
    prompt: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('Completions: the text to continue, or several.'),
    input: z.unknown().optional().describe('Embeddings: a text or several. Agents: the conversation so far.'),
    dataframe_split: DataframeSplit.optional().describe('Custom models: a table, as columns and rows.'),
    dataframe_records: z
      .array(z.record(z.string(), z.unknown()))
      .optional()
      .describe('Custom models: a table, as one object a row.'),
    instances: z.array(z.unknown()).optional().describe('Custom models: tensors, one entry a row.'),
    inputs: z.unknown().optional().describe('Custom models: tensors by column, or a value of any kind.'),
    params: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Custom models: parameters of the inference, for models that declare them.'),
    max_tokens: z.int().optional().describe('Chat and completions: longest answer, in tokens.'),
    temperature: z
      .number()
      .optional()
      .describe('Chat and completions: 0 (always the likeliest) to 2. Default: 1, or what the provider has.'),
    n: z.int().optional().describe('Chat and completions: how many answers, 1 to 5. Default: 1.'),
    stop: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('Chat and completions: texts at which the answer ends.'),
    stream: z.boolean().optional().describe('Chat and completions: send the answer piece by piece.'),
    extra_params: z
      .record(z.string(), z.string())
      .optional()
      .describe('External models: further parameters for the provider.'),
    client_request_id: z
      .string()
      .optional()
      .describe('Your own id for the request; shows up in inference and usage tables.'),
    usage_context: z
      .record(z.string(), z.string())
      .optional()
      .describe('Your own labels for the request; show up in the usage table.'),
  })
  .meta({ id: 'QueryEndpointInput', description: 'A request to a model.' });
export type QueryEndpointInput = z.infer<typeof QueryEndpointInput>;
