import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answered,
  askedAgain,
  cleared,
  type Conversation,
  failed,
  messagesOf,
  startConversation,
  undone,
  userMessage,
  withSystem,
} from '../../../../src/predict/chat/conversation.ts';

const said = (conversation: Conversation) =>
  messagesOf(conversation).map(({ role, content }) => `${role}: ${String(content)}`);

const hello = answered(startConversation([], 'be brief'), userMessage('hi'), 'Hello!');

describe('a conversation', () => {
  it('holds the system message, the questions and their answers, in order', () => {
    expect(said(hello)).toEqual(['system: be brief', 'user: hi', 'assistant: Hello!']);
  });

  it('marks an answer that was stopped, and keeps the mark out of the messages', () => {
    const stopped = answered(startConversation(), userMessage('count'), 'one two', { stopped: true });
    expect(stopped.entries[1]).toEqual({ message: { role: 'assistant', content: 'one two' }, stopped: true });
    expect(messagesOf(stopped)[1]).toEqual({ role: 'assistant', content: 'one two' });
  });

  it('keeps a question that failed aside, to be asked again', () => {
    const after = failed(hello, userMessage('and then?'));
    expect(said(after)).toEqual(said(hello));
    const again = askedAgain(after);
    expect(again?.question).toEqual(userMessage('and then?'));
    expect(again?.conversation).toEqual(hello);
  });

  it('asks the last question again without its answer', () => {
    const again = askedAgain(hello);
    expect(again?.question).toEqual(userMessage('hi'));
    expect(said(again!.conversation)).toEqual(['system: be brief']);
  });

  it('has nothing to ask again or to take back before the first question', () => {
    expect(askedAgain(startConversation([], 'x'))).toBeUndefined();
    expect(undone(startConversation())).toBeUndefined();
  });

  it('forgets a failed question once another is answered', () => {
    const after = answered(failed(hello, userMessage('lost')), userMessage('next'), 'Yes');
    expect(after.unanswered).toBeUndefined();
    expect(said(after)).not.toContain('user: lost');
  });

  it('takes back what an agent did between question and answer, too', () => {
    const loaded = startConversation([
      { role: 'user', content: 'weather?' },
      { role: 'assistant', content: null, tool_calls: [] },
      { role: 'tool', content: '20 °C', tool_call_id: '1' },
      { role: 'assistant', content: 'Warm' },
    ]);
    expect(undone(loaded)?.entries).toEqual([]);
  });

  it('keeps the system message when it begins anew, and nothing else', () => {
    expect(cleared(failed(hello, userMessage('x')))).toEqual(startConversation([], 'be brief'));
  });

  it('changes the system message and takes it away', () => {
    expect(said(withSystem(hello, 'be long'))[0]).toBe('system: be long');
    expect(said(withSystem(hello, undefined))).toEqual(['user: hi', 'assistant: Hello!']);
  });
});

describe('a loaded conversation', () => {
  it('takes its first system message for its own, whichever way it is called', () => {
    for (const role of ['system', 'developer']) {
      const loaded = startConversation([
        { role, content: 'be kind' },
        { role: 'assistant', content: 'Hi' },
      ]);
      expect(loaded.system).toEqual({ role, content: 'be kind' });
      expect(loaded.entries).toHaveLength(1);
    }
  });

  it('gives way to the system message of the command line', () => {
    expect(said(startConversation([{ role: 'system', content: 'a' }], 'b'))).toEqual(['system: b']);
  });

  it('keeps a question at its end aside: two in a row are refused by many providers', () => {
    const loaded = startConversation([...messagesOf(hello), userMessage('unanswered')]);
    expect(said(loaded)).toEqual(said(hello));
    expect(loaded.unanswered).toEqual(userMessage('unanswered'));
  });
});

type Step =
  | { readonly kind: 'answer' | 'fail'; readonly text: string }
  | { readonly kind: 'system'; readonly text: string | undefined }
  | { readonly kind: 'undo' | 'retry' | 'clear' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('answer' as const, 'fail' as const), text: fc.string() }),
  fc.record({ kind: fc.constant('system' as const), text: fc.option(fc.string(), { nil: undefined }) }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'retry' as const, 'clear' as const) }),
);

function take(conversation: Conversation, next: Step): Conversation {
  switch (next.kind) {
    case 'answer':
      return answered(conversation, userMessage(next.text), next.text);
    case 'fail':
      return failed(conversation, userMessage(next.text));
    case 'system':
      return withSystem(conversation, next.text);
    case 'clear':
      return cleared(conversation);
    case 'undo':
      return undone(conversation) ?? conversation;
    case 'retry': {
      const again = askedAgain(conversation);
      return again ? answered(again.conversation, again.question, 'again') : conversation;
    }
  }
}

/** Without the question that waits for an answer. */
const settled = ({ system, entries }: Conversation): Conversation => ({
  ...(system ? { system } : {}),
  entries,
});

describe('whatever is done', () => {
  it('asks and answers in turn, after at most one system message', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const roles = messagesOf(steps.reduce(take, startConversation())).map(({ role }) => role);
        expect(roles.join(' ')).toMatch(/^(system ?)?(user assistant ?)*$/);
      }),
    );
  });

  it('comes back as it was from what it saved', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const conversation = settled(steps.reduce(take, startConversation()));
        expect(startConversation(messagesOf(conversation))).toEqual(conversation);
      }),
    );
  });

  it('is the same after a question and its undoing', () => {
    fc.assert(
      fc.property(fc.array(step), fc.string(), (steps, text) => {
        const before = settled(steps.reduce(take, startConversation()));
        expect(undone(answered(before, userMessage(text), 'x'))).toEqual(before);
        expect(undone(failed(before, userMessage(text)))).toEqual(before);
      }),
    );
  });
});
