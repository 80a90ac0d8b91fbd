import { UsageError } from '../errors.ts';
import type { InvocationBody, OpenAiPath } from './query.ts';

export interface OpenAiRequest {
  readonly body: InvocationBody;
  readonly isStream: boolean;
  /** The endpoint's task, where it is known: `llm/v1/embeddings`, `agent/v1/responses`. */
  readonly task?: string;
}

/**
 * The path that the form of a body calls for. Embeddings and the Responses API both ask with `input`: then the endpoint's
 * task decides, else what only one of the two has; a text and nothing else is one to embed.
 * @throws UsageError where the body has none of the OpenAI forms
 */
export function openAiPath({ body, isStream, task }: OpenAiRequest): OpenAiPath {
  if ('messages' in body) return 'chat/completions';
  if ('prompt' in body) return 'completions';
  if ('input' in body) return isForEmbeddings(body, isStream, task) ? 'embeddings' : 'responses';
  throw new UsageError('the OpenAI paths take a chat, a prompt or an input', {
    hint: 'custom models are asked without --via openai',
  });
}

function isForEmbeddings(body: InvocationBody, isStream: boolean, task?: string): boolean {
  if (task?.endsWith('/embeddings') === true) return true;
  if (task !== undefined && /\/(?:chat|responses)$/.test(task)) return false;
  if (has(body, embeddingKeys)) return true;
  return (
    !isStream &&
    !('stream' in body && body.stream === true) &&
    !has(body, responsesKeys) &&
    !isConversation(body)
  );
}

const embeddingKeys = ['dimensions', 'encoding_format'] as const;

const responsesKeys = [
  'instructions',
  'max_output_tokens',
  'previous_response_id',
  'tools',
  'tool_choice',
  'text',
  'reasoning',
  'include',
  'custom_inputs',
  'context',
] as const;

const has = (body: InvocationBody, keys: readonly string[]): boolean => keys.some((key) => key in body);

/** A list of items, such as messages; texts and lists of token numbers are for embedding. */
const isConversation = ({ input }: { readonly input?: unknown }): boolean =>
  Array.isArray(input) &&
  input.some((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
