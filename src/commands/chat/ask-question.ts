import { ApiError, ServectlError } from '../../errors.ts';
import { answered, type Conversation, messagesOf } from '../../predict/chat/conversation.ts';
import type { Message } from '../../predict/chat/message.ts';
import { isContextOverflow } from '../../predict/chat/overflow.ts';
import { askTurn } from '../../predict/chat/turn.ts';
import type { JsonObject } from '../../predict/json.ts';
import type { StreamEnd } from '../../predict/stream-reader.ts';
import { explained } from '../endpoints/predict/explain.ts';
import { settleFinish } from '../endpoints/predict/finish.ts';
import { toolCallText } from '../../predict/answer-text.ts';
import { sayWhyItWaits } from '../endpoints/predict/waking.ts';
import type { Session } from './session.ts';
import { tellFailure } from './tell-failure.ts';
import { turnLine } from './turn-line.ts';
import type { Turn } from './turn-output.ts';

/** What came of asking. */
interface Reply {
  readonly text: string;
  /** Absent where the answer was stopped on the way. */
  readonly end?: StreamEnd;
  readonly ttftMs?: number;
  readonly totalMs: number;
}

/**
 * Asks, prints the answer as it arrives, and what it took. Ctrl-C stops the answer; what had come stays in the
 * conversation.
 * @param otherwise the conversation where there is no answer
 * @returns the conversation after it
 * @throws what the invoker throws, where no person is there to be told
 */
export async function askQuestion(
  session: Session,
  conversation: Conversation,
  question: Message,
  otherwise: Conversation,
): Promise<Conversation> {
  const { context, name, isApp, servedEntity, output, bodyOf } = session;
  try {
    const body = bodyOf([...messagesOf(conversation), question]);
    const asked = { name, isApp, body, servedEntity };
    const { text, end, ...times } = await explained(context, asked, reply(session, body));
    const turn: Turn = {
      question: question['content'],
      answer: text,
      ...(end === undefined ? { stopped: true as const } : {}),
      ...(end && end.toolCalls.length > 0 ? { tool_calls: end.toolCalls } : {}),
      ...(end?.finishReason === undefined ? {} : { finish_reason: end.finishReason }),
      ...(end?.usage ? { usage: end.usage } : {}),
      ...(times.ttftMs === undefined ? {} : { ttft_ms: times.ttftMs }),
      total_ms: times.totalMs,
    };
    settleFinish(context.notes, end?.finishReason);
    await output.turn(turn);
    sayTurn(session, turn);
    if (text === '') {
      // Providers refuse a message that says nothing.
      if (end) context.notes.warn('the answer is empty, and not kept; /retry asks again');
      return otherwise;
    }
    return answered(conversation, question, text, { stopped: end === undefined });
  } catch (error) {
    await tellFailure(session, advised(error, name));
    return otherwise;
  }
}

async function reply(session: Session, body: JsonObject): Promise<Reply> {
  const { context, invoker, source, output, stream } = session;
  const { clock } = context.host;
  const stopping = new AbortController();
  const undo = source.onInterrupt(() => stopping.abort());
  const waiting = sayWhyItWaits(context, session);
  const askedAt = clock.monotonic();
  let ttftMs: number | undefined;
  let text = '';
  let reasoning = '';
  const print = async (piece: string): Promise<void> => {
    text += piece;
    await output.text(piece);
  };
  const times = () => ({
    ...(ttftMs === undefined ? {} : { ttftMs }),
    totalMs: Math.round(clock.monotonic() - askedAt),
  });

  try {
    const signal = AbortSignal.any([context.signal, stopping.signal]);
    const pieces = askTurn(invoker, body, { signal, stream });
    let next = await pieces.next();
    for (; next.done !== true; next = await pieces.next()) {
      waiting.stop();
      ttftMs ??= Math.round(clock.monotonic() - askedAt);
      reasoning += next.value.reasoning;
      if (next.value.text !== '') await print(next.value.text);
    }
    const end = next.value;
    if (reasoning !== '') context.notes.verbose(reasoning);
    for (const call of end.toolCalls) await print(`${text === '' ? '' : '\n'}${toolCallText(call)}`);
    return { text, end, ...times() };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!stopping.signal.aborted) throw error;
    return { text, ...times() };
  } finally {
    waiting.stop();
    undo();
    // Whatever is said next stands on a line of its own.
    if (text !== '' && !text.endsWith('\n')) await output.text('\n');
  }
}

/** After each answer a person sees what it took; in a pipe it is said with -v. */
function sayTurn({ context, isInteractive }: Session, turn: Turn): void {
  const { notes, globals } = context;
  const line = turnLine(turn);
  if (!isInteractive) notes.verbose(line);
  else if (!globals.quiet) notes.block(notes.style.dim(line));
}

/** What is to be done about it in a conversation. */
function advised(error: unknown, name: string): unknown {
  if (!(error instanceof ServectlError)) return error;
  if (error.code === 'ENDPOINT_NOT_READY') {
    return error.advise(`servectl endpoints wait ${name} --ready waits until it can be asked`);
  }
  if (isContextOverflow(error)) {
    return error.advise(
      'the conversation has outgrown the model: /undo takes back a turn, /clear begins anew',
    );
  }
  if (error instanceof ApiError && error.status === 429)
    return error.advise('/retry asks again, once the limit lets it');
  return error;
}
