import { InterruptedError, UsageError } from '../../errors.ts';
import { readEntered } from '../../predict/chat/command.ts';
import { compose, type Draft, emptyDraft, messageAtEnd } from '../../predict/chat/compose.ts';
import { type Conversation, failed, userMessage } from '../../predict/chat/conversation.ts';
import type { LineEvent } from '../../terminal/line-source.ts';
import { askQuestion } from './ask-question.ts';
import { carryOut } from './carry-out.ts';
import type { Session } from './session.ts';
import { tellFailure } from './tell-failure.ts';

/** Where a conversation stands between two lines. */
interface State {
  readonly conversation: Conversation;
  readonly draft: Draft;
  /** Ctrl-C was pressed at the empty prompt; once more leaves. */
  readonly isLeaving: boolean;
}

/**
 * Takes lines until they end, or somebody leaves.
 * @throws InterruptedError on Ctrl-C at an empty prompt, twice
 * @throws UsageError where the input ends inside a `"""` block; from a pipe also what a turn throws
 */
export async function hold(session: Session, conversation: Conversation): Promise<void> {
  const { style } = session.context.notes;
  let state: State | 'left' = { conversation, draft: emptyDraft, isLeaving: false };
  while (state !== 'left') {
    const prompt = state.draft.open === 'nothing' ? '> ' : '. ';
    state = await follow(session, state, await session.source.next(style.cyan(prompt)));
  }
}

async function follow(session: Session, state: State, event: LineEvent): Promise<State | 'left'> {
  const { conversation, draft } = state;
  switch (event.kind) {
    case 'interrupted':
      return interrupted(session, state, event.typed);
    case 'end':
      await takeRest(session, state);
      return 'left';
    case 'line': {
      const composed = compose(draft, event);
      if (composed.kind === 'draft') return { conversation, draft: composed.draft, isLeaving: false };
      const next = await takeOrTell(session, conversation, composed.text, composed.isLiteral);
      return next === 'left' ? next : { conversation: next, draft: emptyDraft, isLeaving: false };
    }
  }
}

/** Ctrl-C takes away what was entered so far; where there is nothing, it leaves at the second time. */
function interrupted({ context }: Session, { conversation, draft, isLeaving }: State, typed: boolean): State {
  const isEmpty = !typed && draft.open === 'nothing';
  if (isEmpty && isLeaving) throw new InterruptedError('SIGINT');
  if (isEmpty) context.notes.info('Ctrl-D or /exit leaves, and so does Ctrl-C once more');
  return { conversation, draft: emptyDraft, isLeaving: isEmpty };
}

/** A person who ends the input in the middle of a message leaves; a file is said to its end. */
async function takeRest(session: Session, { conversation, draft }: State): Promise<void> {
  if (session.isInteractive) return;
  if (draft.open === 'block') {
    throw new UsageError('the input ends inside a block', { hint: 'close it with """' });
  }
  const rest = messageAtEnd(draft);
  if (rest !== undefined) await take(session, conversation, rest, false);
}

async function takeOrTell(
  session: Session,
  conversation: Conversation,
  text: string,
  isLiteral: boolean,
): Promise<Conversation | 'left'> {
  try {
    return await take(session, conversation, text, isLiteral);
  } catch (error) {
    await tellFailure(session, error);
    return conversation;
  }
}

/** What comes of a message: the conversation after it, or that somebody has left. */
async function take(
  session: Session,
  conversation: Conversation,
  text: string,
  isLiteral: boolean,
): Promise<Conversation | 'left'> {
  const entered = readEntered(text, isLiteral);
  switch (entered.kind) {
    case 'nothing':
      return conversation;
    case 'command':
      return carryOut(session, conversation, entered.command);
    case 'say': {
      const question = userMessage(entered.text);
      return askQuestion(session, conversation, question, failed(conversation, question));
    }
  }
}
