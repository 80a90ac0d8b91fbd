import { UsageError } from '../../errors.ts';

/** What a message that begins with `/` asks of the program itself. */
export type Command =
  /** Without a text: take the system message away. */
  | { readonly name: 'system'; readonly text?: string }
  | { readonly name: 'save'; readonly file: string; readonly overwrite: boolean }
  | { readonly name: 'retry' | 'undo' | 'clear' | 'history' | 'help' | 'exit' };

/** What a person has entered: something to say, or something to do. Nothing where it is blank. */
export type Entered =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'nothing' };

/** Each command as it is written, and what it does; the names are `Command`'s. */
export const commandHelp: readonly (readonly [form: string, meaning: string])[] = [
  ['/system TEXT', 'tell the model how to behave; without TEXT take that away'],
  ['/retry', 'ask the last question again, in place of its answer'],
  ['/undo', 'take back the last question and its answer'],
  ['/clear', 'begin anew; the system message stays'],
  ['/history', 'print what was said'],
  ['/save FILE', 'write the messages to a JSON file; /save! FILE replaces one that is there'],
  ['/help', 'print this'],
  ['/exit', 'leave, as Ctrl-D does'],
];

/**
 * Reads a whole message. `/name` is a command, `//text` says `/text`.
 *
 * @param isLiteral says it as it is, whatever it begins with
 * @throws UsageError for a command that does not exist, or is not written as its form says
 */
export function readEntered(text: string, isLiteral = false): Entered {
  if (text.trim() === '') return { kind: 'nothing' };
  if (isLiteral || !text.startsWith('/')) return { kind: 'say', text };
  if (text.startsWith('//')) return { kind: 'say', text: text.slice(1) };
  const [, word = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  return { kind: 'command', command: readCommand(word, rest.trimEnd()) };
}

function readCommand(word: string, rest: string): Command {
  switch (word) {
    case 'system':
      return { name: 'system', ...(rest === '' ? {} : { text: rest }) };
    case 'save':
    case 'save!':
      if (rest === '') throw new UsageError(`/${word} needs a file`, { hint: `/${word} conversation.json` });
      return { name: 'save', file: rest, overwrite: word === 'save!' };
    case 'retry':
    case 'undo':
    case 'clear':
    case 'history':
    case 'help':
    case 'exit':
      return bare(word, rest);
    case 'quit':
    case 'bye':
      return bare('exit', rest);
    default:
      throw new UsageError(`there is no command /${word}`, {
        hint: '/help names those there are; //… says a text that begins with /',
      });
  }
}

function bare(name: 'retry' | 'undo' | 'clear' | 'history' | 'help' | 'exit', rest: string): Command {
  if (rest === '') return { name };
  throw new UsageError(`/${name} takes nothing after it`, {
    hint: `to say it, begin with two slashes: //${name} …`,
  });
}
