import type { YAMLError } from 'yaml';
import { maxDepth } from './to-value.ts';

interface Explanation {
  readonly message?: string;
  readonly hint: string;
}

/** What to do about an error of the YAML parser, by its code; a `message` here says it better than the parser's own. */
const explanations: Partial<Record<YAMLError['code'], Explanation>> = {
  TAB_AS_INDENT: { message: 'a tab is used to indent', hint: 'indent with spaces' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a key cannot stand here',
    hint: 'quote a value that holds `: `, or put the key on a line of its own with the indentation of its siblings',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'this line is neither a `key: value` nor part of the value above',
    hint: 'write a `:` and a space after the key, and check the indentation',
  },
  BAD_INDENT: { hint: 'indent what belongs together by the same number of spaces' },
  BLOCK_IN_FLOW: { hint: 'close the bracket before, or separate the entries with a comma' },
  BAD_SCALAR_START: { hint: 'put the value in quotes' },
  BAD_DQ_ESCAPE: { hint: 'use single quotes, where a backslash is just a backslash' },
  BAD_ALIAS: { hint: 'a value that begins with `*` or `&` needs quotes' },
  TAG_RESOLVE_FAILED: {
    message: 'this tag is unknown',
    hint: 'remove the tag: manifests hold plain values alone; a text that begins with `!` needs quotes',
  },
  MULTIPLE_DOCS: { hint: 'begin each document with a line `---`' },
  KEY_OVER_1024_CHARS: { hint: 'shorten the key' },
  MISSING_CHAR: { hint: 'close the bracket that is open here' },
};

/** The parser's error in this project's voice. */
export function explainYamlError(error: YAMLError): { message: string; hint?: string } {
  if (isUnclosedQuote(error))
    return { message: 'this quote is never closed', hint: 'close it, or double a quote inside' };
  const explanation = explanations[error.code];
  // What the parser could not read it quotes, and that may be a secret: the excerpt shows it, masked.
  const said = error.code === 'UNEXPECTED_TOKEN' ? error.message.replace(/:.*/s, '') : error.message;
  const own = said.charAt(0).toLowerCase() + said.slice(1);
  return { message: explanation?.message ?? own, ...(explanation && { hint: explanation.hint }) };
}

/** The parser places it where the text ends; what helps is where the quote begins. */
export const isUnclosedQuote = ({ code, message }: YAMLError): boolean =>
  code === 'MISSING_CHAR' && /closing .quote/.test(message);

export const tooDeep = {
  code: 'too-deep',
  message: `the document nests deeper than ${maxDepth} levels`,
  hint: 'a manifest nests about ten levels: look for brackets that are never closed',
} as const;

export const tooMuch = {
  code: 'file-too-large',
  message: 'the file holds more values than can be read at once',
  hint: 'split the file into several',
} as const;
