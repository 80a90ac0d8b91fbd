import { expect, it, test } from 'vitest';
import { schemaFormat, textFormat } from '../../../../src/predict/request/response-format.ts';

const closed = { type: 'object', properties: {}, additionalProperties: false };

test.each<[string, unknown, object]>([
  [
    'a closed schema, which providers are strict about',
    closed,
    { name: 'city', schema: closed, strict: true },
  ],
  ['an open schema', { type: 'object' }, { name: 'city', schema: { type: 'object' } }],
  [
    'a schema with a title that is no name',
    { title: 'City of the day!' },
    { name: 'City_of_the_day', schema: { title: 'City of the day!' } },
  ],
  [
    'what stands in a format',
    { name: 'n', schema: closed, strict: false },
    { name: 'n', schema: closed, strict: false },
  ],
])('%s becomes a format', (_, given, nested) => {
  expect(schemaFormat(given, 'city')).toEqual({ type: 'json_schema', json_schema: nested });
});

it('stays what it is where it is a format already, and takes the flat form of the Responses API', () => {
  const format = { type: 'json_schema', json_schema: { name: 'n', schema: closed } };
  expect(schemaFormat(format, 'x')).toEqual(format);
  expect(schemaFormat({ type: 'json_schema', name: 'n', schema: closed }, 'x')).toEqual(format);
  expect(textFormat(format)).toEqual({ format: { type: 'json_schema', name: 'n', schema: closed } });
  expect(textFormat({ type: 'json_object' })).toEqual({ format: { type: 'json_object' } });
});

it('gives a schema whose name says nothing a name all the same', () => {
  expect(schemaFormat({}, '…')).toMatchObject({ json_schema: { name: 'answer' } });
});

it('refuses what is no schema', () => {
  expect(() => schemaFormat(['a'], 'x')).toThrow('a response format is a JSON schema');
});
