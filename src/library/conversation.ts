import { endpointInvoker } from '../client/invoker.ts';
import { isLookRefused } from '../client/look-refused.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import { buildRequest, type RequestForms } from '../predict/build-request.ts';
import {
  answered,
  askedAgain,
  cleared,
  failed,
  messagesOf,
  startConversation as begin,
  undone,
  userMessage,
} from '../predict/chat/conversation.ts';
import { refuseUnlessConversational } from '../predict/chat/holds-conversation.ts';
import type { Message } from '../predict/chat/message.ts';
import { askTurn } from '../predict/chat/turn.ts';
import { stopInvoker } from '../predict/invokers/stop-invoker.ts';
import { taskOf } from '../predict/task.ts';

export interface ConversationOptions extends Pick<
  RequestForms,
  'system' | 'params' | 'maxTokens' | 'temperature' | 'stop' | 'usageContext' | 'customInputs'
> {
  /** What was said before. */
  readonly messages?: readonly Message[];
  /** The endpoint's task, such as `agent/v1/responses`. Default: the endpoint is looked up, once. */
  readonly task?: string;
  /** False asks for each answer in one piece, for models that refuse to stream. Default: true. */
  readonly stream?: boolean;
}

/** A conversation with an endpoint: it keeps what was said, and sends all of it with each question. */
export interface Conversation {
  /** All that was said, as the chat API takes it; JSON to keep. */
  readonly messages: readonly Message[];
  /**
   * Asks, and yields the answer's text as it arrives; nothing is sent before it is read. Where the loop is left early, what
   * came by then is the answer; where it throws, neither question nor answer become part of the conversation. One question
   * at a time.
   * @throws UsageError where the endpoint takes no conversation; else what `query.stream` throws
   */
  say(this: void, text: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<string>;
  /** Asks the last question again, in place of its answer. Undefined where there is none. */
  retry(this: void, options?: { readonly signal?: AbortSignal }): AsyncIterable<string> | undefined;
  /** Takes back the last question and its answer. */
  undo(this: void): void;
  /** Forgets all but the system message. */
  clear(this: void): void;
}

/**
 * Begins a conversation with the endpoint `name`: a chat model, or an agent of either API.
 * @example
 * const conversation = startConversation(client, 'chat', { system: 'Be brief' });
 * for await (const piece of conversation.say('Why is the sky blue?')) process.stdout.write(piece);
 * for await (const piece of conversation.say('And at night?')) process.stdout.write(piece);
 */
export function startConversation(
  client: Pick<WorkspaceClient, 'endpoints' | 'query'>,
  name: string,
  { messages = [], system, task: givenTask, stream = true, ...settings }: ConversationOptions = {},
): Conversation {
  const invoker = stopInvoker(endpointInvoker(client.query, name), settings.stop ?? []);
  let state = begin(messages, system);
  let known: { readonly task: string | undefined } | undefined =
    givenTask === undefined ? undefined : { task: givenTask };

  const findTask = async (signal: AbortSignal | undefined): Promise<string | undefined> => {
    try {
      return taskOf(await client.endpoints.get(name, signal ? { signal } : {}));
    } catch (error) {
      // Who may ask an endpoint need not be allowed to look at it.
      if (isLookRefused(error)) return undefined;
      throw error;
    }
  };

  async function* ask(
    before: typeof state,
    question: Message,
    otherwise: typeof state,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<string, void, undefined> {
    let text = '';
    let hasFailed = false;
    let isWhole = false;
    try {
      known ??= { task: await findTask(signal) };
      refuseUnlessConversational(name, known.task);
      const history = [...messagesOf(before), question];
      const body = buildRequest({ ...settings, history, task: known.task });
      for await (const piece of askTurn(invoker, body, { stream, ...(signal ? { signal } : {}) })) {
        if (piece.text === '') continue;
        text += piece.text;
        yield piece.text;
      }
      isWhole = true;
    } catch (error) {
      hasFailed = true;
      throw error;
    } finally {
      // A message that says nothing is refused by many providers.
      state = hasFailed || text === '' ? otherwise : answered(before, question, text, { stopped: !isWhole });
    }
  }

  return {
    get messages() {
      return messagesOf(state);
    },
    say: (text, options = {}) => {
      const question = userMessage(text);
      return ask(state, question, failed(state, question), options.signal);
    },
    retry: (options = {}) => {
      const again = askedAgain(state);
      return again && ask(again.conversation, again.question, state, options.signal);
    },
    undo: () => {
      state = undone(state) ?? state;
    },
    clear: () => {
      state = cleared(state);
    },
  };
}
