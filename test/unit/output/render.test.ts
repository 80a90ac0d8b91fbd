import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderBlocks } from '../../../src/output/blocks.ts';
import { render, renderQueried } from '../../../src/output/render.ts';
import { plainStyle, type Style } from '../../../src/output/style.ts';
import { tableView, type Look } from '../../../src/output/view.ts';

const look: Look = { style: plainStyle, now: 0 };
const marked: Style = {
  bold: (text) => `<b>${text}</b>`,
  dim: (text) => `<d>${text}</d>`,
  red: (text) => `<r>${text}</r>`,
  green: (text) => `<g>${text}</g>`,
  yellow: (text) => `<y>${text}</y>`,
  cyan: (text) => `<c>${text}</c>`,
};

interface Row {
  readonly name: string;
  readonly note: string;
}
const view = tableView<Row>(
  [
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'NOTE', cell: ({ note }) => (note === 'bad' ? { text: note, tone: 'red' } : note) },
    { header: 'N', cell: () => '1' },
  ],
  ({ name }) => name,
  'there is nothing',
);
const rows: readonly Row[] = [
  { name: 'a', note: 'fine' },
  { name: 'long-name', note: 'bad' },
];

describe('a table', () => {
  it('has aligned columns and nothing at the end of a line', async () => {
    expect(await render(rows, 'table', view, look)).toBe(
      'NAME       NOTE  N\n' + 'a          fine  1\n' + 'long-name  bad   1',
    );
  });

  it('pads what is seen, not the colour codes', async () => {
    expect(await render(rows, 'table', view, { ...look, style: marked })).toBe(
      '<b>NAME</b>       <b>NOTE</b>  <b>N</b>\n' + 'a          fine  1\n' + 'long-name  <r>bad</r>   1',
    );
  });

  it('counts the columns that a terminal gives to each character', async () => {
    const wide = [
      { name: '日本語', note: 'x' },
      { name: 'e\u0301', note: 'y' },
      { name: '👩‍👩‍👧', note: 'z' },
    ];
    expect(await render(wide, 'table', view, look)).toBe(
      'NAME    NOTE  N\n' + '日本語  x     1\n' + 'e\u0301       y     1\n' + '👩‍👩‍👧      z     1',
    );
  });

  it('is cut to the terminal, the widest column first, and never where there is none', async () => {
    const long = [{ name: 'endpoint', note: 'n'.repeat(50) }];
    const cut = await render(long, 'table', view, { ...look, width: 40 });
    for (const line of cut.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    expect(cut).toContain('endpoint  nnnn');
    expect(cut).toContain('…');
    expect(await render(long, 'table', view, look)).toContain('n'.repeat(50));
  });

  it('says so where it is empty', async () => {
    expect(await render([], 'table', view, look)).toBe('there is nothing');
  });
});

describe('the formats for programs', () => {
  const value = [{ name: 'a', extra: { unknown: [1, null, 'ü'] } }, { name: 'b' }];

  it('json is one value, as it came', async () => {
    expect(JSON.parse(await render(value, 'json', view as never, look))).toEqual(value);
    expect(await render([], 'json', view, look)).toBe('[]');
    expect(await render(undefined, 'json', view as never, look)).toBe('null');
  });

  it('yaml is the same value', async () => {
    expect(parse(await render(value, 'yaml', view as never, look))).toEqual(value);
  });

  it('yaml keeps strings strings', async () => {
    const strings = ['no', '1', '1e3', '~', 'a: b', '{{secrets/x/y}}', 'two\nlines', '2026-01-02'];
    expect(parse(await render(strings, 'yaml', view as never, look))).toEqual(strings);
  });

  it('ndjson is a line for each element of a list, one for anything else', async () => {
    expect(
      (await render(value, 'ndjson', view as never, look))
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(value);
    expect(await render([], 'ndjson', view, look)).toBe('');
    expect(await render({ a: 1 }, 'ndjson', view as never, look)).toBe('{"a":1}');
  });

  it('name is a name a line', async () => {
    expect(await render(rows, 'name', view, look)).toBe('a\nlong-name');
  });
});

describe('what a query picked', () => {
  it.each([
    ['a text', 'READY', 'READY'],
    ['a number', 3, '3'],
    ['nothing', null, ''],
    ['a list of scalars', ['a', 2], 'a\n2'],
    [
      'a list of flat objects',
      [
        { a: 1, b: null },
        { a: 'x', c: true },
      ],
      'A  B  C\n1\nx     true',
    ],
    ['an empty list', [], ''],
    ['a nested object', { a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
  ])('is shown by its shape: %s', async (_case, value, expected) => {
    expect(await renderQueried(value, 'table', look)).toBe(expected);
  });

  it('stays data for programs', async () => {
    expect(await renderQueried(null, 'json', look)).toBe('null');
    expect(await renderQueried('x', 'json', look)).toBe('"x"');
    expect(await renderQueried(['a'], 'yaml', look)).toBe('- a');
    expect(await renderQueried(['a', 'b'], 'ndjson', look)).toBe('"a"\n"b"');
  });
});

it('lays out fields under headings', () => {
  expect(
    renderBlocks(
      [
        {
          kind: 'fields',
          fields: [
            ['Name', 'chat'],
            ['Config version', { text: '2', tone: 'green' }],
          ],
        },
        { kind: 'heading', text: 'Tags' },
        { kind: 'fields', fields: [['キー', 'v']] },
      ],
      look,
    ),
  ).toBe('Name            chat\nConfig version  2\n\nTags\nキー  v');
});
