import { invalidParameter } from '../http/api-fault.ts';
import type { JsonObject, ModelAnswer, ModelContext } from './answer.ts';
import { answerChatAgent } from './chat-agent.ts';
import { answerResponses } from './responses.ts';

/**
 * `local-agent` says what it was told, as an agent does that was logged with MLflow: `messages` as a `ChatAgent`,
 * whatever the path (the AI SDK's provider posts them to `/completions`), `input` as a `ResponsesAgent`.
 * @throws ApiFault 400 where the body is neither
 */
export function answerAgent(body: JsonObject, context: ModelContext): ModelAnswer {
  if ('messages' in body) return answerChatAgent(body, context);
  if ('input' in body) return answerResponses(body, 'local-agent', context);
  throw invalidParameter("The model 'local-agent' expects 'messages' or 'input'.");
}
