import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from '../../../src/manifest/compose.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { bytesOf, placesOf, yaml } from '../../helpers/manifest.ts';

const parseText = (text: string, file = 'm.yaml') => parse(file, bytesOf(text));
const placesIn = (text: string, file?: string) => placesOf(parseText(text, file).diagnostics);
const valuesIn = (text: string) => parseText(text).documents.map(({ value }) => value);

describe('what is merely unusual just works', () => {
  it('reads a byte order mark, and counts columns without it', () => {
    expect(valuesIn('\ufeffname: chat\n')).toEqual([{ name: 'chat' }]);
    const [document] = parseText('\ufeffname: chat\n').documents;
    expect(document?.locate(['name'], 'value')).toMatchObject({ line: 1, column: 7 });
  });

  it('reads CRLF, and shows lines without the carriage return', () => {
    const text = 'name: chat\r\nname: again\r\n';
    expect(valuesIn('name: chat\r\ntags:\r\n  - key: a\r\n')).toEqual([
      { name: 'chat', tags: [{ key: 'a' }] },
    ]);
    expect(placesIn(text)).toEqual(['2:1 duplicate-key']);
    expect(parseText(text).diagnostics[0]?.sourceLine).toBe('name: again');
  });

  it('reads many documents, and passes over empty ones', () => {
    expect(valuesIn('---\nname: a\n---\n---\n# nothing\n---\nname: b\n...\n')).toEqual([
      { name: 'a' },
      { name: 'b' },
    ]);
  });

  it('reads JSON, tabs and all', () => {
    expect(valuesIn('{\n\t"name": "chat",\n\t"tags": [{"key": "a"}]\n}')).toEqual([
      { name: 'chat', tags: [{ key: 'a' }] },
    ]);
  });

  it('follows anchors, aliases and merge keys; what is written beside a merge wins', () => {
    const text = yaml`
      base: &base {a: 1, b: 2}
      one: {<<: *base, b: 3}
      two: {b: 4, <<: [{c: 5}, *base]}
      same: *base
    `;
    expect(valuesIn(text)).toEqual([
      { base: { a: 1, b: 2 }, one: { b: 3, a: 1 }, two: { b: 4, c: 5, a: 1 }, same: { a: 1, b: 2 } },
    ]);
  });

  it('reads YAML 1.2: yes and on are texts, 010 is ten', () => {
    expect(valuesIn('[yes, on, no, 010, 0o10, ~, null, True]')).toEqual([
      ['yes', 'on', 'no', 10, 8, null, null, true],
    ]);
  });

  it('takes a quoted << for an ordinary key', () => {
    expect(valuesIn('"<<": {a: 1}')).toEqual([{ '<<': { a: 1 } }]);
  });
});

describe('what is broken is told at its place', () => {
  it.each([
    ['an empty file', '', '1:1 empty-file'],
    ['a file of comments', '# nothing\n', '1:1 empty-file'],
    ['a tab as indentation', 'a:\n\tb: 1\n', '2:1 yaml-syntax'],
    ['a quote that is never closed', 'a: "b\nc: 1\n', '1:4 yaml-syntax'],
    ['a key that is indented too far', 'a: 1\n  b: 2\n', '1:4 yaml-syntax'],
    ['a bracket that is never closed', 'a: [1, 2\nb: 1\n', '2:1 yaml-syntax'],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', '3:1 duplicate-key'],
    ['a key twice, once in quotes', 'a: 1\n"a": 3\n', '2:1 duplicate-key'],
    ['a tag of another language', 'a: !!python/object:os.system x\n', '1:4 yaml-syntax'],
    ['a binary value', 'a: !!binary aGk=\n', '1:4 yaml-syntax'],
    ['an alias without an anchor', 'a: *b\n', '1:4 unknown-alias'],
    ['an alias inside its own value', 'a: &a [1, *a]\n', '1:11 alias-cycle'],
    ['a merge of what is no map', 'a: {<<: 1}\n', '1:9 bad-merge'],
    ['a list as a key', '? [a]\n: 1\n', '1:3 complex-key'],
    ['a control character', 'a: b\u0007c\n', '1:5 control-character'],
    ['an escape character', 'a: 1\nb: \u001b[31m\n', '2:4 control-character'],
  ])('%s', (_, text, place) => {
    expect(placesIn(text)).toEqual([place]);
  });

  it('says of a tab that spaces belong there', () => {
    expect(parseText('a:\n\tb: 1\n').diagnostics[0]).toMatchObject({
      message: 'a tab is used to indent',
      hint: 'indent with spaces',
    });
  });

  it('names the line of the other of two equal keys', () => {
    expect(parseText('a: 1\nb: 2\na: 3\n').diagnostics[0]?.hint).toContain('line 1');
  });

  it('finds all duplicates and aliases of all documents at once', () => {
    expect(placesIn('a: 1\na: 2\n---\nb: *c\nb: 1\n')).toEqual([
      '2:1 duplicate-key',
      '4:4 unknown-alias',
      '5:1 duplicate-key',
    ]);
  });

  it('points at the quote that is not closed, not at the end of the file', () => {
    const { diagnostics } = parseText("a: 1\nb: 'it''s\nc: 2\n");
    expect(placesOf(diagnostics)).toEqual(['2:4 yaml-syntax']);
    expect(diagnostics[0]?.message).toBe('this quote is never closed');
  });

  it('shows no value in a syntax error', () => {
    const { diagnostics } = parseText('openai_api_key_plaintext: hunter22\n  b: hunter22: x\n@hunter22\n');
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { message, hint } of diagnostics) expect(`${message} ${hint ?? ''}`).not.toContain('hunter22');
  });
});

describe('JSON is told in its own terms', () => {
  it.each([
    ['a missing comma', '{"a": 1\n "b": 2}', '2:2 json-syntax', 'a comma is missing before this'],
    [
      'an end in the middle',
      '{"a": [1, 2',
      '1:12 json-syntax',
      'the JSON ends in the middle: a bracket or a quote is not closed',
    ],
    ['a bracket of the wrong kind', '{"a": [1}', '1:9 json-syntax', '`}` is not expected here in JSON'],
  ])('%s', (_, text, place, message) => {
    const { diagnostics } = parseText(text, 'm.json');
    expect(placesOf(diagnostics)).toEqual([place]);
    expect(diagnostics[0]?.message).toBe(message);
  });
});

describe('bytes that are no text', () => {
  it('points at the first byte that is not UTF-8', () => {
    const bytes = new Uint8Array([...bytesOf('name: ü\nb: '), 0xc3, 0x28, ...bytesOf('\n')]);
    const { diagnostics } = parse('m.yaml', bytes);
    expect(placesOf(diagnostics)).toEqual(['2:4 not-utf8']);
    expect(diagnostics[0]?.message).toBe('byte 0xc3 at offset 12 is not UTF-8');
  });

  it('points at a character that the end of the file cuts off', () => {
    expect(placesOf(parse('m.yaml', new Uint8Array([0x61, 0xe2, 0x82])).diagnostics)).toEqual([
      '1:2 not-utf8',
    ]);
  });

  it('names UTF-16', () => {
    const [finding] = parse('m.yaml', new Uint8Array([0xff, 0xfe, 0x61, 0])).diagnostics;
    expect(finding?.message).toBe('m.yaml is UTF-16LE');
    expect(finding?.range).toMatchObject({ file: 'm.yaml', line: 1, column: 1 });
  });

  it('reads 32 MiB and no byte more', () => {
    const large = new Uint8Array(32 * 1024 * 1024 + 1).fill(0x23);
    expect(placesOf(parse('m.yaml', large).diagnostics)).toEqual(['1:1 file-too-large']);
    expect(placesOf(parse('m.yaml', large.subarray(1)).diagnostics)).toEqual(['1:1 empty-file']);
  });
});

describe('input made to exhaust the program', () => {
  it('stops aliases that expand exponentially, at the alias', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [before, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
      lines.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    const { diagnostics } = parseText(lines.join('\n'));
    expect(placesOf(diagnostics)).toEqual(['5:8 alias-explosion']);
  });

  it('stops merges that add up', () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`).join(', ');
    const text = `base: &b {${keys}}\n${Array.from({ length: 500 }, (_, i) => `m${i}: {<<: *b}`).join('\n')}`;
    expect(placesIn(text).map((place) => place.replace(/^\d+/, 'n'))).toEqual(['n:11 alias-explosion']);
  });

  it('stops aliases that nest too deep', () => {
    const text = [
      'a0: &a0 x',
      ...Array.from({ length: 120 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`),
    ].join('\n');
    expect(placesIn(text)[0]).toMatch(/^\d+:\d+ alias-explosion$/);
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['closed brackets', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['braces', '{a: '.repeat(20_000)],
    ['dashes', '- '.repeat(20_000)],
    ['indented keys', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('stops nested %s', (_, text) => {
    expect(placesIn(text).map((place) => place.split(' ')[1])).toEqual(['too-deep']);
  });

  it('gives up on more values than memory holds, and says where', () => {
    const { documents, cut } = compose('[a, a, a, a, a, a]\n', 20);
    expect(documents).toEqual([]);
    expect(cut).toMatchObject({ offset: 15, fault: { code: 'file-too-large' } });
    expect(compose('[a, a, a, a, a, a]\n', 40).cut).toBeUndefined();
  });

  it('finds duplicates among many keys in linear time', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n');
    const start = performance.now();
    expect(placesIn(`${text}\nk7: 2\n`)).toEqual(['100001:1 duplicate-key']);
    // Comparing each with each takes minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('keeps __proto__ and constructor harmless', () => {
    const { documents, diagnostics } = parseText(
      '__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\n',
    );
    expect(placesOf(diagnostics)).toEqual(['1:1 unknown-key']);
    expect(Object.getPrototypeOf(documents[0]?.value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('properties', () => {
  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { documents, diagnostics } = parse('m.yaml', bytes);
        expect(documents.length + diagnostics.length).toBeGreaterThan(0);
      }),
    );
  });

  it('never throws, whatever the text, and places every finding inside it', () => {
    const piece = fc.constantFrom(
      '- ',
      '? ',
      ': ',
      '&a ',
      '*a',
      '<<: ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|',
      '\n',
      '\n  ',
      '#',
      '!t ',
      'a',
      'é',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n');
        for (const { range, sourceLine } of parseText(text).diagnostics) {
          expect(range!.line).toBeLessThanOrEqual(lines.length);
          expect(range!.column).toBeLessThanOrEqual((lines[range!.line - 1]?.length ?? 0) + 1);
          if (sourceLine !== undefined)
            expect(sourceLine.length).toBeLessThanOrEqual(lines[range!.line - 1]!.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads any JSON as JSON does, and finds each of its scalars where it stands', () => {
    const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__' && !/\p{Cc}/u.test(name));
    const scalar = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string().filter((text) => !/\p{Cc}/u.test(text)),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          const lines = text.split('\n');
          const [document] = parseText(text).documents;
          expect(document?.value).toEqual(JSON.parse(text));
          for (const [path, scalar] of scalarsOf(value)) {
            const { line, column, endLine, endColumn } = document!.locate(path, 'value');
            expect(endLine).toBe(line);
            expect(lines[line - 1]!.slice(column - 1, endColumn - 1)).toBe(JSON.stringify(scalar));
          }
        },
      ),
    );
  });
});

function* scalarsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[typeof path, unknown]> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* scalarsOf(item, [...path, index]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* scalarsOf(item, [...path, key]);
  } else yield [path, value];
}
