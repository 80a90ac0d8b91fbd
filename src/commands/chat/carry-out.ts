import { UsageError } from '../../errors.ts';
import { escapeControls } from '../../output/escape.ts';
import { type Command, commandHelp } from '../../predict/chat/command.ts';
import { contentOf } from '../../predict/content.ts';
import {
  askedAgain,
  cleared,
  type Conversation,
  messagesOf,
  undone,
  withSystem,
} from '../../predict/chat/conversation.ts';
import { askQuestion } from './ask-question.ts';
import { saveMessages } from './files.ts';
import type { Session } from './session.ts';

/** Does what a command asks for. Everything that it says goes to stderr: stdout is for answers. */
export async function carryOut(
  session: Session,
  conversation: Conversation,
  command: Command,
): Promise<Conversation | 'left'> {
  const { notes } = session.context;
  switch (command.name) {
    case 'exit':
      return 'left';
    case 'help':
      notes.block(helpText());
      return conversation;
    case 'history':
      notes.block(historyText(conversation));
      return conversation;
    case 'system':
      notes.info(command.text === undefined ? 'no system message any more' : 'the system message is set');
      return withSystem(conversation, command.text);
    case 'clear':
      notes.info('the conversation begins anew');
      return cleared(conversation);
    case 'undo': {
      const before = undone(conversation);
      if (!before) throw new UsageError('there is nothing to take back');
      notes.info('took back the last question');
      return before;
    }
    case 'retry': {
      const again = askedAgain(conversation);
      if (!again) throw new UsageError('there is no question to ask again');
      return askQuestion(session, again.conversation, again.question, conversation);
    }
    case 'save':
      await save(session, conversation, command.file, command.overwrite);
      return conversation;
  }
}

async function save(
  { context, source, isInteractive }: Session,
  conversation: Conversation,
  file: string,
  overwrite: boolean,
): Promise<void> {
  const messages = messagesOf(conversation);
  const mayReplace = async (): Promise<boolean> => {
    if (overwrite || context.globals.yes) return true;
    if (!isInteractive) {
      throw new UsageError(`${file} is there already`, { hint: `/save! ${file} replaces it` });
    }
    const event = await source.next(`Replace ${escapeControls(file)}? [y/N] `);
    return event.kind === 'line' && /^y(es)?$/i.test(event.text.trim());
  };
  const count = `${messages.length} ${messages.length === 1 ? 'message' : 'messages'}`;
  if (await saveMessages(context, messages, file, mayReplace))
    context.notes.info(`saved ${count} to ${file}`);
  else context.notes.info(`left ${file} as it is`);
}

function helpText(): string {
  const width = Math.max(...commandHelp.map(([form]) => form.length));
  return [
    ...commandHelp.map(([form, meaning]) => `${form.padEnd(width)}  ${meaning}`),
    '',
    'A line that ends in \\ goes on in the next one. """ begins a message of many lines, and """ ends it.',
    '//text says a text that begins with a slash. Ctrl-C stops an answer.',
  ].join('\n');
}

function historyText({ system, entries, unanswered }: Conversation): string {
  const said = [
    ...(system ? [{ message: system, mark: '' }] : []),
    ...entries.map(({ message, stopped }) => ({ message, mark: stopped ? ' (stopped)' : '' })),
    ...(unanswered ? [{ message: unanswered, mark: ' (no answer)' }] : []),
  ];
  if (said.length === 0) return 'nothing was said yet';
  return said
    .map(({ message, mark }) =>
      escapeControls(`${message.role}${mark}: ${contentOf(message['content']).text}`),
    )
    .join('\n');
}
