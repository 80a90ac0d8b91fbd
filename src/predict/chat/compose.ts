/** A line as it was entered. */
export interface Line {
  readonly text: string;
  /** True where the line ended inside a paste: what is pasted is one message, however many lines it has. */
  readonly pasted?: boolean;
}

/** Lines that are not a whole message yet. */
export interface Draft {
  readonly lines: readonly string[];
  /** What the next line is a part of. */
  readonly open: 'nothing' | 'continuation' | 'paste' | 'block';
}

export type Composed =
  | { readonly kind: 'draft'; readonly draft: Draft }
  /** `isLiteral`: what was pasted, or stood between `"""`, is a message even where it looks like a command. */
  | { readonly kind: 'message'; readonly text: string; readonly isLiteral: boolean };

export const emptyDraft: Draft = { lines: [], open: 'nothing' };

const fence = '"""';

/**
 * Adds a line to a draft. A line that ends in `\` is continued by the next one; `"""` opens a message that goes on until
 * a line ends in `"""`; lines of a paste belong together.
 */
export function compose({ lines, open }: Draft, { text, pasted = false }: Line): Composed {
  if (open === 'block') {
    const end = text.trimEnd();
    return end.endsWith(fence)
      ? whole([...lines, ...nonEmpty(end.slice(0, -fence.length))], true)
      : more([...lines, text], 'block');
  }
  if (pasted) return more([...lines, text], 'paste');
  if (open === 'nothing' && text.trimStart().startsWith(fence)) return openBlock(text.trim());
  if (isContinued(text))
    return more([...lines, text.slice(0, -1)], open === 'paste' ? 'paste' : 'continuation');
  return whole([...lines, text], open === 'paste');
}

/** The message that a draft is where no more lines come; undefined where there is none, or a block is not closed. */
export const messageAtEnd = ({ lines, open }: Draft): string | undefined =>
  open === 'block' || lines.length === 0 ? undefined : lines.join('\n');

function openBlock(text: string): Composed {
  const isClosed = text.length >= 2 * fence.length && text.endsWith(fence);
  if (isClosed) return whole([text.slice(fence.length, -fence.length)], true);
  return more(nonEmpty(text.slice(fence.length)), 'block');
}

/** An even number of backslashes at the end stands for themselves, as the ends of lines in LaTeX do. */
const isContinued = (text: string): boolean => (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;

/** `"""` alone on its line adds none. */
const nonEmpty = (text: string): readonly string[] => (text === '' ? [] : [text]);

const more = (lines: readonly string[], open: Draft['open']): Composed => ({
  kind: 'draft',
  draft: { lines, open },
});

const whole = (lines: readonly string[], isLiteral: boolean): Composed => ({
  kind: 'message',
  text: lines.join('\n'),
  isLiteral,
});
