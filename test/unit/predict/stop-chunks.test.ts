import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/predict/json.ts';
import { createChunkCutter } from '../../../src/predict/stop-chunks.ts';
import { cutAtStop } from '../../../src/predict/stop.ts';
import { createStreamReader } from '../../../src/predict/stream-reader.ts';
import { wholeAnswer } from '../../../src/predict/whole-answer.ts';

const chunkOf: Readonly<Record<string, (text: string) => JsonObject>> = {
  chat: (content) => ({
    id: 'c',
    choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
  }),
  'chat in parts': (text) => ({ choices: [{ index: 0, delta: { content: [{ type: 'text', text }] } }] }),
  completions: (text) => ({ choices: [{ index: 0, text }] }),
  'chat agent': (content) => ({ delta: { role: 'assistant', content, id: 'm' } }),
  responses: (delta) => ({ type: 'response.output_text.delta', item_id: 'm', delta }),
};

const textOf = (chunks: readonly JsonObject[]): string => {
  const reader = createStreamReader();
  return chunks.flatMap((chunk) => reader.read(chunk).texts.map(({ text }) => text)).join('');
};

const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 }));
const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }), {
  maxLength: 3,
});

describe.each(Object.keys(chunkOf))('a stream of %s', (form) => {
  it('says what the whole text says up to the first stop text', () => {
    fc.assert(
      fc.property(pieces, stops, (texts, stop) => {
        const cutter = createChunkCutter(stop);
        const taken = texts.map((text) => cutter.take(chunkOf[form]!(text)));
        expect(textOf([...taken, ...cutter.end()])).toBe(cutAtStop(texts.join(''), stop));
      }),
    );
  });

  it('keeps what else is in its chunks', () => {
    const cutter = createChunkCutter(['.']);
    const chunk = { ...chunkOf[form]!('ab'), trace_id: 't' };
    expect(cutter.take(chunk)).toEqual(chunk);
  });
});

describe('a stream is over', () => {
  it('when each of the answers that were asked for has come to a stop text', () => {
    const cutter = createChunkCutter(['.'], 2);
    const say = (index: number, text: string) => cutter.take({ choices: [{ index, text }] });
    say(0, 'a.');
    expect(cutter.stopped).toBe(false);
    say(1, 'b');
    expect(cutter.stopped).toBe(false);
    say(1, '.');
    expect(cutter.stopped).toBe(true);
  });

  it('not before anything was said', () => {
    expect(createChunkCutter(['.']).stopped).toBe(false);
  });
});

describe('what repeats a text is cut as the text is', () => {
  it('in events of the Responses API', () => {
    const cutter = createChunkCutter(['.']);
    const message = (text: string) => ({
      type: 'message',
      id: 'm',
      content: [{ type: 'output_text', text }],
    });
    const events = (text: string): readonly JsonObject[] => [
      { type: 'response.output_text.done', item_id: 'm', text },
      { type: 'response.content_part.done', part: { type: 'output_text', text } },
      { type: 'response.output_item.done', item: message(text) },
      { type: 'response.completed', response: { output: [message(text)], usage: { total_tokens: 1 } } },
    ];
    expect(events('a.b').map(cutter.take)).toEqual(events('a'));
    expect(wholeAnswer(events('a.b').map(cutter.take))).toMatchObject({ output: [message('a')] });
  });

  it('in a whole answer, as a model that can not stream gives', () => {
    expect(createChunkCutter(['.']).take({ predictions: ['a.b'] })).toEqual({ predictions: ['a'] });
  });

  it('but not in what a tool returned', () => {
    const chunk = { delta: { role: 'tool', content: 'a.b' } };
    expect(createChunkCutter(['.']).take(chunk)).toEqual(chunk);
  });
});
