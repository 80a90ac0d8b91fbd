import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compose,
  type Draft,
  emptyDraft,
  type Line,
  messageAtEnd,
} from '../../../../src/predict/chat/compose.ts';

/** What becomes of lines: the messages, and the draft that is left. */
function enter(...lines: readonly (string | Line)[]): {
  messages: string[];
  literal: boolean[];
  draft: Draft;
} {
  const messages: string[] = [];
  const literal: boolean[] = [];
  let draft = emptyDraft;
  for (const line of lines) {
    const composed = compose(draft, typeof line === 'string' ? { text: line } : line);
    if (composed.kind === 'message') {
      messages.push(composed.text);
      literal.push(composed.isLiteral);
    }
    draft = composed.kind === 'draft' ? composed.draft : emptyDraft;
  }
  return { messages, literal, draft };
}

describe('lines and messages', () => {
  it('makes a message of each line', () => {
    expect(enter('hi', 'and then?')).toMatchObject({
      messages: ['hi', 'and then?'],
      literal: [false, false],
    });
  });

  it('goes on after a line that ends in a backslash', () => {
    expect(enter('one\\', 'two\\', 'three')).toMatchObject({ messages: ['one\ntwo\nthree'] });
  });

  it('leaves an even number of backslashes at the end as it is', () => {
    expect(enter(String.raw`a & b \\`).messages).toEqual([String.raw`a & b \\`]);
    expect(enter(String.raw`a \\` + '\\', 'b').messages).toEqual([String.raw`a \\` + '\nb']);
  });

  it('takes what stands between fences as it is', () => {
    expect(enter('"""', '/exit', '', 'a\\', '"""')).toMatchObject({
      messages: ['/exit\n\na\\'],
      literal: [true],
    });
    expect(enter('"""first', 'last"""  ')).toMatchObject({ messages: ['first\nlast'], literal: [true] });
    expect(enter('"""/all in one"""')).toMatchObject({ messages: ['/all in one'], literal: [true] });
    expect(enter('""""""')).toMatchObject({ messages: [''] });
  });

  it('takes a paste for one message, until Enter is pressed', () => {
    const pasted = (text: string) => ({ text, pasted: true });
    expect(enter(pasted('/exit'), pasted('"""'), 'a\\', 'b')).toMatchObject({
      messages: ['/exit\n"""\na\nb'],
      literal: [true],
    });
  });

  it('keeps pasted lines apart inside a block', () => {
    expect(enter('"""', { text: 'a', pasted: true }, { text: '"""', pasted: true }).messages).toEqual(['a']);
  });

  it('gives what is left at the end of the input, but nothing of an open block', () => {
    expect(messageAtEnd(emptyDraft)).toBeUndefined();
    expect(messageAtEnd(enter('a\\').draft)).toBe('a');
    expect(messageAtEnd(enter('"""', 'a').draft)).toBeUndefined();
  });
});

const line = fc.string().map((text) => text.replace(/\n/g, ' '));

describe('whatever is entered', () => {
  it('brings each line of a continued message back', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), line, (lines, last) => {
        fc.pre(!lines[0]!.trimStart().startsWith('"""'));
        fc.pre([...lines, last].every((text) => !text.endsWith('\\')));
        const { messages } = enter(...lines.map((text) => `${text}\\`), last);
        expect(messages).toEqual([[...lines, last].join('\n')]);
      }),
    );
  });

  it('brings each line of a block back', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        fc.pre(lines.every((text) => !text.trimEnd().endsWith('"""')));
        expect(enter('"""', ...lines, '"""')).toMatchObject({
          messages: [lines.join('\n')],
          literal: [true],
        });
      }),
    );
  });
});
