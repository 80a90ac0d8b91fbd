import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { lookUp, structureOf, unwrap } from '#schemas/structure.ts';
import { allSchemas } from '../../helpers/all-schemas.ts';

const schemas = await allSchemas();
const objects = schemas.filter(({ schema }) => structureOf(schema, {}).kind === 'object');

/** Each object type inside a schema, with the path that leads to it. */
function* objectsIn(schema: z.core.$ZodType, path: string): Generator<[string, z.ZodObject]> {
  const core = unwrap(schema);
  if (core instanceof z.ZodObject) {
    yield [path, core];
    for (const [key, field] of Object.entries<z.core.$ZodType>(core.shape))
      yield* objectsIn(field, `${path}.${key}`);
  } else if (core instanceof z.ZodArray) yield* objectsIn(core.element, `${path}[]`);
  else if (core instanceof z.ZodRecord) yield* objectsIn(core.valueType, `${path}{}`);
  else if (core instanceof z.ZodUnion) for (const option of core.options) yield* objectsIn(option, path);
}

describe('every schema', () => {
  it('is found by this test', () => {
    expect(objects.length).toBeGreaterThan(70);
  });

  it.each(objects)('$name keeps unknown fields, at every depth', ({ name, schema }) => {
    const closed = [...objectsIn(schema, name)].filter(([, object]) => {
      const { catchall } = object._zod.def;
      return !(catchall instanceof z.ZodUnknown);
    });
    expect(closed.map(([path]) => path)).toEqual([]);
  });

  it.each(objects)('$name describes every field in a sentence', ({ name, schema }) => {
    const object = unwrap(schema) as z.ZodObject;
    const faults = Object.entries<z.core.$ZodType>(object.shape)
      .map(([key, field]) => [`${name}.${key}`, lookUp(z.globalRegistry, field)?.description ?? ''] as const)
      .filter(([, description]) => !/^\S.*\.$/s.test(description));
    expect(faults).toEqual([]);
  });

  it('carries an id that no other schema has', () => {
    const ids = schemas
      .map(({ schema }) => lookUp(z.globalRegistry, schema)?.id)
      .filter((id) => id !== undefined);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  });

  it('has the id that it is exported by', () => {
    const misnamed = schemas.filter(({ name, schema }) => {
      const id = lookUp(z.globalRegistry, schema)?.id;
      return id !== undefined && id !== name;
    });
    expect(misnamed.map(({ name }) => name)).toEqual([]);
  });
});
