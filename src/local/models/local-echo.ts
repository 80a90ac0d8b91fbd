import { invalidParameter } from '../http/api-fault.ts';
import type { JsonObject, ModelAnswer, ModelContext } from './answer.ts';
import { answerChat } from './chat.ts';
import { answerCompletion } from './completions.ts';
import { customInputKeys } from './custom-input.ts';
import { answerPredictions } from './predictions.ts';
import { answerResponses } from './responses.ts';

/** Which API the caller speaks: the path says so, or, on `/invocations`, nothing does and the body decides. */
export type Dialect = 'invocations' | 'chat' | 'completions' | 'embeddings' | 'responses';

const model = 'local-echo';

/**
 * `local-echo` says what it was told: the last user message, the prompt, or each row of a custom model's input. It obeys
 * `max_tokens`, `stop`, `n` and `stream`, and ignores `temperature` and everything that would need a real model.
 *
 * The shape of the body decides, not the path alone: the AI SDK's ChatAgent provider posts `messages` to `/completions`.
 * On `/invocations` a `prompt` counts as a user message and is answered as a chat, the task of this endpoint: LangChain's
 * `Databricks` sends it so.
 * @throws ApiFault 400 where the body has no shape that it knows
 */
export function answerEcho(body: JsonObject, dialect: Dialect, context: ModelContext): ModelAnswer {
  if ('messages' in body) return answerChat(body, model, context);
  if ('prompt' in body) {
    return dialect === 'completions'
      ? answerCompletion(body, model, context)
      : answerChat({ ...body, messages: promptMessages(body['prompt']) }, model, context);
  }
  if ('input' in body && dialect !== 'embeddings') return answerResponses(body, model, context);
  if (dialect === 'invocations' && customInputKeys.some((key) => key in body)) return answerPredictions(body);
  throw invalidParameter(
    dialect === 'embeddings'
      ? "The model 'local-echo' makes no embeddings; use 'local-embed'."
      : `The model 'local-echo' expects 'messages', 'prompt', 'input' or one of ${customInputKeys.join(', ')}.`,
  );
}

const promptMessages = (prompt: unknown): unknown =>
  [prompt].flat().map((content) => ({ role: 'user', content }));
