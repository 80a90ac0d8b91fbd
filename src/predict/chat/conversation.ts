import { isSystem, type Message } from './message.ts';

/** A message of a conversation. */
interface Entry {
  readonly message: Message;
  /** The answer was stopped on the way; the message holds what had come by then. */
  readonly stopped?: true;
}

/**
 * What was said so far. Immutable: each step makes a new one, so that a question that fails leaves no trace but
 * `unanswered`.
 */
export interface Conversation {
  /** What the model is told before all else; it outlives `cleared`. */
  readonly system?: Message;
  /** Everything after it. */
  readonly entries: readonly Entry[];
  /** The last question, where it got no answer. It is in no request until it is asked again. */
  readonly unanswered?: Message;
}

/**
 * A conversation that begins with `messages`. A first message of the system becomes the conversation's own, unless
 * `system` takes its place; a question at the end, which nobody has answered, waits to be asked again.
 */
export function startConversation(messages: readonly Message[] = [], system?: string): Conversation {
  const [first, ...rest] = messages;
  const own = first && isSystem(first) ? first : undefined;
  const said = own ? rest : messages;
  const last = said.at(-1);
  const unanswered = last?.role === 'user' ? last : undefined;
  return withSystem(
    {
      ...(own ? { system: own } : {}),
      entries: (unanswered ? said.slice(0, -1) : said).map((message) => ({ message })),
      ...(unanswered ? { unanswered } : {}),
    },
    system ?? own,
  );
}

/** With another system message, or without one. */
export function withSystem(
  { entries, unanswered }: Conversation,
  system: string | Message | undefined,
): Conversation {
  const message = typeof system === 'string' ? { role: 'system', content: system } : system;
  return { ...(message ? { system: message } : {}), entries, ...(unanswered ? { unanswered } : {}) };
}

/** All that was said, as the API takes it. */
export const messagesOf = ({ system, entries }: Conversation): readonly Message[] => [
  ...(system ? [system] : []),
  ...entries.map(({ message }) => message),
];

export const userMessage = (text: string): Message => ({ role: 'user', content: text });

/** After `question` was answered, whole or until it was stopped. */
export function answered(
  { system, entries }: Conversation,
  question: Message,
  text: string,
  { stopped = false }: { readonly stopped?: boolean } = {},
): Conversation {
  const answer: Entry = {
    message: { role: 'assistant', content: text },
    ...(stopped ? { stopped: true } : {}),
  };
  return { ...(system ? { system } : {}), entries: [...entries, { message: question }, answer] };
}

/** After `question` got no answer: it is kept aside, to be asked again. */
export const failed = (conversation: Conversation, question: Message): Conversation => ({
  ...conversation,
  unanswered: question,
});

/** What to ask again, and the conversation as it was before: the question without an answer, else the last one with. */
export function askedAgain(
  conversation: Conversation,
): { readonly conversation: Conversation; readonly question: Message } | undefined {
  const { system, entries, unanswered } = conversation;
  const at = unanswered ? entries.length : lastQuestion(entries);
  const question = unanswered ?? entries[at]?.message;
  return (
    question && { question, conversation: { ...(system ? { system } : {}), entries: entries.slice(0, at) } }
  );
}

/** Without the last question and all that followed it; undefined where there is none. */
export const undone = (conversation: Conversation): Conversation | undefined =>
  askedAgain(conversation)?.conversation;

/** Without anything but the system message. */
export const cleared = ({ system }: Conversation): Conversation => ({
  ...(system ? { system } : {}),
  entries: [],
});

const lastQuestion = (entries: readonly Entry[]): number =>
  entries.findLastIndex(({ message }) => message.role === 'user');
