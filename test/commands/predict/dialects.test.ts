import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const folder = join(import.meta.dirname, '../../fixtures/streams');

/** What each transcript comes to: the text on stdout, and the tokens of the prompt and of the answer where it tells. */
const dialects: Readonly<
  Record<string, { readonly text: string; readonly tokens?: readonly [number, number] }>
> = {
  anthropic: { text: 'Bonjour\nlookup({"q":"x"})\n', tokens: [12, 15] },
  chat: { text: 'Grüße, 漢字 👋🏽\n' },
  'chat-agent': { text: 'It rains.\n' },
  'chat-include-usage': { text: 'Four\n', tokens: [14, 1] },
  'chat-reasoning-parts': { text: 'Four\n', tokens: [30, 12] },
  'chat-running-usage': { text: 'One two\n', tokens: [9, 2] },
  'chat-tool-calls': { text: 'get_weather({"city":"Paris"})\nget_time({})\n' },
  'chat-two-answers': { text: 'ab\n[2] xy\n' },
  completions: { text: ' upon a time\n' },
  'gateway-without-done': { text: 'Hi\n' },
  gemini: { text: 'Salut\n', tokens: [4, 2] },
  predictions: { text: 'one\ntwo\n' },
  'responses-agent': { text: 'Hello\n', tokens: [3, 2] },
  'responses-arguments-cut': { text: 'get_weather({"city":"Paris"})\n' },
  'responses-end-alone': { text: 'All at once.\n', tokens: [1, 3] },
  'responses-items-alone': { text: 'Hello, it is sunny.\n' },
  'responses-items-unnamed': { text: 'Hello, again.\n' },
  'responses-native': { text: 'Let me look.\nget_weather({"city":"Paris"})\n', tokens: [20, 11] },
};

const transcripts = readdirSync(folder)
  .filter((file) => file.endsWith('.sse'))
  .map((file) => ({ name: file.replace('.sse', ''), text: readFileSync(join(folder, file), 'utf8') }));

/** The objects of a transcript, found without the code under test. */
const chunksOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as unknown);

/** The same events, written as other servers write them. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as they came': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'with CR': (text) => text.replaceAll('\n', '\r'),
  'without a space after the colon': (text) => text.replaceAll('data: ', 'data:'),
  'with a byte-order mark, comments and retries between': (text) =>
    `\ufeff: hello\nretry: 100\n\n${text.replaceAll('\n\n', '\n\n: keep-alive\n\n')}`,
  'with data over several lines': (text) => text.replaceAll('data: {"', 'data: {\ndata: "'),
};

/** A body in pieces of `size` bytes: characters, line ends and events are cut wherever that falls. */
const pieces = (text: string, size: number) => ({
  ...answer(200),
  body: (async function* () {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })(),
});

const stream = (text: string, size: number, flags = '') =>
  run(`endpoints predict chat --prompt x --stream ${flags}`, {
    transport: scriptedTransport(pieces(text, size)),
  });

it('has an expectation for each transcript', () => {
  expect(transcripts.map(({ name }) => name).sort()).toEqual(Object.keys(dialects).sort());
});

describe.each(transcripts)('the stream $name', ({ name, text }) => {
  const expected = dialects[name]?.text;

  it.each(Object.keys(spellings))('is the same text %s', async (spelling) => {
    for (const size of [7, 100_000]) {
      const { code, stdout } = await stream(spellings[spelling]?.(text) ?? '', size);
      expect({ code, stdout, size }).toEqual({ code: 0, stdout: expected, size });
    }
  });

  it('is its chunks with -o ndjson, each as it came', async () => {
    const { code, stdout } = await stream(text, 50, '-o ndjson');
    const lines = stdout.trimEnd().split('\n');
    expect({ code, chunks: lines.map((line) => JSON.parse(line) as unknown) }).toEqual({
      code: 0,
      chunks: chunksOf(text),
    });
  });
});

it.each(transcripts.filter(({ name }) => dialects[name]?.tokens))(
  'the stream $name tells its usage',
  async ({ name, text }) => {
    const [asked, answered] = dialects[name]?.tokens ?? [];
    const { stderr } = await stream(text, 50, '-v');
    expect(stderr).toContain(`used ${asked} prompt tokens, ${answered} completion tokens`);
  },
);
