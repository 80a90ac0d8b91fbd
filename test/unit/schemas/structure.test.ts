import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fieldTraits } from '#schemas/traits.ts';
import { lookUp, structureOf, unwrap } from '#schemas/structure.ts';
import { walk } from '#schemas/walk.ts';
import { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';

describe('lookUp', () => {
  it('finds what a registry holds through wrappers, the outermost first', () => {
    const registry = z.registry<{ readonly note: string }>();
    const inner = z.string().register(registry, { note: 'inner' });
    const outer = inner.optional().nullable();
    expect(lookUp(registry, outer)).toEqual({ note: 'inner' });
    registry.add(outer, { note: 'outer' });
    expect(lookUp(registry, outer)).toEqual({ note: 'outer' });
    expect(lookUp(registry, z.string())).toBeUndefined();
  });

  it('tells which fields of an endpoint can be set on creation only', () => {
    const createOnly = Object.entries(CreateServingEndpoint.shape)
      .filter(([, field]) => lookUp(fieldTraits, field)?.createOnly)
      .map(([key]) => key);
    expect(createOnly).toEqual(['name', 'route_optimized', 'description', 'budget_policy_id']);
  });
});

describe('structureOf', () => {
  it.each([
    ['a text', z.string(), 'a', { kind: 'leaf', type: 'string' }],
    ['an unknown', z.unknown(), 'a', { kind: 'leaf', type: 'unknown' }],
    ['a wrapped boolean', z.boolean().optional().default(true), true, { kind: 'leaf', type: 'boolean' }],
    ['a union of leaves', z.union([z.string(), z.number()]), 1, { kind: 'leaf', type: 'number' }],
    ['a union that fits nothing', z.union([z.string(), z.number()]), null, { kind: 'leaf', type: 'union' }],
  ] as const)('of %s', (_case, schema, value, structure) => {
    expect(structureOf(schema, value)).toEqual(structure);
  });

  it('of a union follows the value', () => {
    const schema = z.union([z.string(), z.array(z.number()), z.record(z.string(), z.number())]);
    expect(structureOf(schema, []).kind).toBe('array');
    expect(structureOf(schema, {}).kind).toBe('record');
    expect(structureOf(schema, '').kind).toBe('leaf');
  });
});

describe('walk', () => {
  it('goes from parents to children in the order of the value, with paths', () => {
    const schema = z.looseObject({ a: z.array(z.string()), b: z.record(z.string(), z.number()) }).optional();
    const visits = [...walk(schema, { b: { x: 1, y: 2 }, unknown: 1, a: ['s', 't'] })];
    expect(visits.map((visit) => visit.path().join('.'))).toEqual(['', 'b', 'b.x', 'b.y', 'a', 'a.0', 'a.1']);
    expect(visits.map(({ structure }) => structure.kind)).toEqual([
      'object',
      'record',
      'leaf',
      'leaf',
      'array',
      'leaf',
      'leaf',
    ]);
    expect(unwrap(schema)).toBe(schema.unwrap());
  });
});
