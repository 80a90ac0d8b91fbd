import type * as z from 'zod';
import { expect, it } from 'vitest';
import { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import { structureOf } from '../../../schemas/structure.ts';
import { knownFields } from '../../../src/plan/known-fields.ts';

/** Every leaf of a schema, as a pattern. */
function* leaves(schema: z.core.$ZodType, at = ''): Generator<string> {
  const structure = structureOf(schema, undefined);
  switch (structure.kind) {
    case 'object':
      for (const [key, field] of Object.entries(structure.shape)) {
        yield* leaves(field, at === '' ? key : `${at}.${key}`);
      }
      break;
    case 'array': {
      const inner = structure.rest && structureOf(structure.rest, undefined);
      if (structure.rest && inner?.kind === 'object') yield* leaves(structure.rest, `${at}[*]`);
      else yield at;
      break;
    }
    case 'record':
      yield `${at}.*`;
      break;
    case 'leaf':
      yield at;
  }
}

/** Compared by themselves, or in the words of today's form. */
const elsewhere = /^(?:name|permissions|secrets)\b|served_models|served_model_name/;

it('knows every field that a manifest can declare', () => {
  const declared = [...leaves(EndpointDocument)].filter((pattern) => !elsewhere.test(pattern));
  expect([...knownFields].sort()).toEqual(declared.sort());
});
