import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sseEvents, type SseEvent } from '../../../src/http/sse.ts';

async function* stream(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  for await (const event of sseEvents(body)) events.push(event);
  return events;
}

const dataOf = async (...chunks: readonly (string | Uint8Array)[]): Promise<string[]> =>
  (await collect(stream(...chunks))).map(({ data }) => data);

/** The algorithm of the standard as it is written there, over a whole text. */
function asTheStandardSays(text: string): SseEvent[] {
  const events: SseEvent[] = [];
  let [data, event, id, retry]: [string[], string, string | undefined, number | undefined] = [
    [],
    '',
    undefined,
    undefined,
  ];
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === '') {
      if (data.length > 0)
        events.push({ event: event === '' ? 'message' : event, data: data.join('\n'), id, retry });
      [data, event, retry] = [[], '', undefined];
    } else if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) retry = Number(value);
  }
  return events;
}

describe('sseEvents', () => {
  it('reads the frames of a chat answer', async () => {
    const events = await collect(stream('data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n'));
    expect(events).toEqual([
      { event: 'message', data: '{"a":1}' },
      { event: 'message', data: '{"a":2}' },
      { event: 'message', data: '[DONE]' },
    ]);
  });

  it('reads names, ids and retries as the standard says', async () => {
    const text =
      'id: 7\nevent: delta\nretry: 250\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\nretry: soon\ndata: 4\n\n';
    expect(await collect(stream(text))).toEqual([
      { event: 'delta', data: '1', id: '7', retry: 250 },
      { event: 'message', data: '2', id: '7' },
      { event: 'message', data: '3', id: '' },
      { event: 'message', data: '4', id: '' },
    ]);
  });

  it.each([
    ['joins data lines by line feeds', 'data: a\ndata\ndata:b\n\n', ['a\n\nb']],
    ['takes one space after the colon, and no more', 'data:  a\n\ndata:b\n\ndata: \n\n', [' a', 'b', '']],
    ['ignores comments and unknown fields', ': keep-alive\n\nfoo: x\n: y\ndata: a\n\n', ['a']],
    ['does not take an event without data for one', 'event: ping\n\ndata: a\n\n', ['a']],
    ['ends lines at CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['ends lines at CR', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['ends lines at a mixture', 'data: a\r\n\ndata: b\n\r\ndata: c\r\n\r', ['a', 'b', 'c']],
    ['passes over a byte-order mark', '\ufeffdata: a\n\n', ['a']],
    ['keeps a byte-order mark that is not first', 'data: \ufeffa\n\n', ['\ufeffa']],
    ['ignores an id with a NUL', 'id: a\0b\ndata: a\n\n', ['a']],
    ['gives nothing for nothing', '', []],
    [
      'delivers whole JSON whose blank line is missing',
      'data: {"a":1}\n\ndata: {"b":2}',
      ['{"a":1}', '{"b":2}'],
    ],
    ['delivers [DONE] whose blank line is missing', 'data: {"a":1}\n\ndata: [DONE]\n', ['{"a":1}', '[DONE]']],
    ['drops half an event at the end', 'data: {"a":1}\n\ndata: {"b":', ['{"a":1}']],
    ['drops half an event of many lines at the end', 'data: {"a":1}\n\ndata: {\n', ['{"a":1}']],
  ])('%s', async (_, text, expected) => {
    expect(await dataOf(text)).toEqual(expected);
  });

  it('gives the same events wherever the body is cut once', async () => {
    const transcript = Buffer.from(
      '\ufeffevent: delta\r\ndata: {"content":"Grüße 👋🏽"}\r\n\r\n: note\ndata: a\ndata: b\r\rid: 9\ndata: 漢字\n\r\ndata: [DONE]',
    );
    const whole = await collect(stream(transcript));
    expect(whole.map(({ data }) => data)).toEqual(['{"content":"Grüße 👋🏽"}', 'a\nb', '漢字', '[DONE]']);
    for (let at = 0; at <= transcript.length; at++) {
      expect(
        await collect(stream(transcript.subarray(0, at), transcript.subarray(at))),
        `cut at ${at}`,
      ).toEqual(whole);
    }
  });

  it('gives the same events wherever any body is cut, however often', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((value) => `data:${value.replace(/[\r\n]/g, '')}`),
      fc.constantFrom('', 'data', 'data: {"a":1}', 'event: x', ': c', 'id: 1', 'retry: 5'),
    );
    const end = fc.constantFrom('\n', '\r\n', '\r');
    const body = fc
      .array(fc.tuple(line, end), { maxLength: 12 })
      .map((lines) => Buffer.from(lines.flat().join('')));
    await fc.assert(
      fc.asyncProperty(body, fc.array(fc.nat(200), { maxLength: 8 }), async (bytes, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
          (a, b) => a - b,
        );
        const parts = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        expect(await collect(stream(...parts))).toEqual(await collect(stream(bytes)));
      }),
      { numRuns: 300 },
    );
  });

  it('gives what the standard says, whatever the lines are', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', ' two', '{"a":1}', '[DONE]', ':', '👋🏽'),
    );
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom('data:', 'data: ', 'event: ', 'id: ', 'retry: ', ': ', 'other: '), value)
        .map(([name, text]) => `${name}${text.replace(/[\r\n]/g, '')}`),
      fc.constantFrom('', '', 'data', 'event', 'retry: 12', 'id: a\0b'),
    );
    const text = fc
      .tuple(fc.boolean(), fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 }))
      // A blank line at the end: how an event without one ends is a rule of ours.
      .map(([mark, lines]) => `${mark ? '\ufeff' : ''}${lines.flat().join('')}\n\n`);
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (whole, size) => {
        const bytes = Buffer.from(whole);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(await collect(stream(...pieces))).toEqual(asTheStandardSays(whole));
      }),
      { numRuns: 400 },
    );
  });

  it('delivers each event as soon as it is whole', async () => {
    let asked = 0;
    const body = {
      async *[Symbol.asyncIterator]() {
        for (const part of ['data: 1\n\n', 'data: 2\n\n']) {
          asked++;
          yield Buffer.from(part);
        }
      },
    };
    for await (const { data } of sseEvents(body)) expect(asked).toBe(Number(data));
    expect(asked).toBe(2);
  });

  it('throws what the body throws, after the events before it', async () => {
    const seen: string[] = [];
    const cut = new Error('cut');
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('data: 1\n\ndata: {"half"');
      throw cut;
    };
    const read = (async () => {
      for await (const { data } of sseEvents(body())) seen.push(data);
    })();
    await expect(read).rejects.toBe(cut);
    expect(seen).toEqual(['1']);
  });

  it('lets go of the body when its reader leaves', async () => {
    let left = false;
    const body = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('data: 1\n\n');
      } finally {
        left = true;
      }
    };
    const events = sseEvents(body());
    await events.next();
    await events.return();
    expect(left).toBe(true);
  });

  it('reads a line of many chunks in time that grows with its length alone', async () => {
    const piece = 'x'.repeat(64 * 1024);
    const pieces = Array.from({ length: 512 }, () => piece);
    const [data] = await dataOf('data: ', ...pieces, '\n\n');
    expect(data).toHaveLength(512 * piece.length);
  });
});
