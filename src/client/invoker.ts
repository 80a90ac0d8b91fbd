import { UsageError } from '../errors.ts';
import type { CallOptions } from './call.ts';
import type { InvocationAnswer, InvocationBody, OpenAiPath, QueryClient } from './query.ts';
import type { ChunkStream } from './stream.ts';

/** One endpoint, and one way to ask it: whoever holds it knows neither its URL nor its credentials. */
export interface Invoker {
  invoke(body: InvocationBody, options?: CallOptions): Promise<InvocationAnswer>;
  /** `stream: true` is added to the body. Sent when the first chunk is read. */
  stream(body: InvocationBody, options?: CallOptions): ChunkStream;
}

/** Asks the endpoint `name`, whichever of its entities the traffic split chooses. */
export const endpointInvoker = (query: QueryClient, name: string): Invoker => ({
  invoke: (body, options) => query.invoke(name, body, options),
  stream: (body, options) => query.stream(name, body, options),
});

/** Asks one served entity of the endpoint, past the traffic split. */
export const servedModelInvoker = (query: QueryClient, name: string, served: string): Invoker => ({
  invoke: (body, options) => query.invokeServedModel(name, served, body, options),
  stream: (body, options) => query.streamServedModel(name, served, body, options),
});

/** Asks as an OpenAI client does: on the path that the form of the body calls for, with the endpoint's name as `model`. */
export const openAiInvoker = (query: QueryClient, name: string): Invoker => ({
  invoke: async (body, options) => query.openai(openAiPath(body), { ...body, model: name }, options),
  stream: (body, options) => query.openaiStream(openAiPath(body), { ...body, model: name }, options),
});

/**
 * Embeddings and the Responses API both ask with `input`: what only the latter has, or a list of messages, decides.
 * @throws UsageError where the body has none of the OpenAI forms
 */
function openAiPath(body: InvocationBody): OpenAiPath {
  if ('messages' in body) return 'chat/completions';
  if ('prompt' in body) return 'completions';
  if ('input' in body) return isResponsesRequest(body) ? 'responses' : 'embeddings';
  throw new UsageError('the OpenAI paths take a chat, a prompt or an input', {
    hint: 'custom models are asked without --via openai',
  });
}

const responsesKeys = ['instructions', 'max_output_tokens', 'tools', 'text', 'reasoning', 'stream'] as const;

function isResponsesRequest(body: InvocationBody): boolean {
  const { input } = body as { readonly input?: unknown };
  const isConversation = Array.isArray(input) && input.some((item) => typeof item === 'object');
  return isConversation || responsesKeys.some((key) => key in body);
}
