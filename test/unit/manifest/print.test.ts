import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/manifest/parse.ts';
import { inSchemaOrder, printDocuments } from '../../../src/manifest/print.ts';
import { endpointDocument } from '../../helpers/arbitrary-manifests.ts';
import { prepareFuzzing, runs } from '../../helpers/fuzz.ts';
import { bytesOf } from '../../helpers/manifest.ts';

prepareFuzzing();

const readBack = (text: string): unknown[] => {
  const { documents, diagnostics } = parse('m.yaml', bytesOf(text));
  expect(diagnostics).toEqual([]);
  return documents.map(({ value }) => value);
};

describe('a printed document', () => {
  it('has its keys in the order of the schema, and quotes only what needs it', () => {
    const document = {
      tags: [{ value: 'no', key: 'a' }],
      name: 'chat',
      config: {
        served_entities: [
          {
            entity_version: '1',
            scale_to_zero_enabled: false,
            entity_name: 'main.models.churn',
            environment_vars: { URL: 'https://a.example/x#y', SHARP: 'a #b', KEY: '{{secrets/llm/key}}' },
          },
        ],
      },
      description: 'one\ntwo',
    };
    expect(printDocuments([{ document }])).toMatchInlineSnapshot(`
      "name: chat
      config:
        served_entities:
          - entity_name: main.models.churn
            entity_version: "1"
            scale_to_zero_enabled: false
            environment_vars:
              URL: https://a.example/x#y
              SHARP: "a #b"
              KEY: "{{secrets/llm/key}}"
      tags:
        - key: a
          value: "no"
      description: |-
        one
        two
      "
    `);
  });

  it('has its remarks above their places', () => {
    const document = {
      name: 'chat',
      config: { served_entities: [{ external_model: { provider: 'openai' } }] },
    };
    const remarks = [
      { at: ['config', 'served_entities', 0, 'external_model'], text: 'the first' },
      { at: ['config', 'served_entities', 0, 'external_model', 'provider'], text: 'the second' },
    ];
    expect(printDocuments([{ document, remarks }])).toMatchInlineSnapshot(`
      "name: chat
      config:
        served_entities:
          - # the first
            external_model:
              # the second
              provider: openai
      "
    `);
  });

  it('is read back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(endpointDocument('chat'), { minLength: 1, maxLength: 3 }), (documents) => {
        const text = printDocuments(documents.map((document) => ({ document })));
        const read = readBack(text);
        expect(read).toEqual(documents);
        const again = read.map((document) => ({ document: document as Record<string, unknown> }));
        expect(printDocuments(again)).toBe(text);
      }),
      { numRuns: runs(300) },
    );
  });

  it('is read back as it was with any text in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '\n',
          '\r',
          ' ',
          '\t',
          '#',
          ':',
          '-',
          'a',
          '"',
          "'",
          '\u0085',
          '\u2028',
          '\ufeff',
          '\u001b',
          '|',
        ),
      }),
      fc.constantFrom(
        'yes',
        'No',
        'true',
        'null',
        '~',
        '1',
        '1.0',
        '0x10',
        '1e3',
        '<<',
        '---',
        '...',
        '',
        '=',
        '.inf',
        '2026-01-01',
      ),
    );
    fc.assert(
      fc.property(
        text,
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          text,
        ),
        (description, environment_vars) => {
          const document = { name: 'chat', description, config: { served_entities: [{ environment_vars }] } };
          const printed = printDocuments([{ document }, { document }]);
          expect(readBack(printed)).toEqual([document, document]);
          // Control characters would not pass a reader, and drive a terminal.
          expect(printed).not.toMatch(/(?!\n)\p{Cc}/u);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps what the schema does not know, after what it knows', () => {
    expect(Object.keys(inSchemaOrder({ newer: 1, tags: [], name: 'a' }))).toEqual(['name', 'tags', 'newer']);
  });
});
