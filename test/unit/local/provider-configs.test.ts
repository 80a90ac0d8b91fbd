import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ExternalModel } from '#schemas/api/external-model.ts';
import { credentialPairs, providers, type Provider } from '#schemas/api/providers.ts';
import { unwrap } from '#schemas/structure.ts';
import { providerConfigs } from '../../../src/local/endpoints/provider-configs.ts';

/** The object behind a field, or undefined where the field holds a plain value. */
function shapeOf(field: z.core.$ZodType | undefined): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const core = field && unwrap(field);
  return core instanceof z.ZodObject ? core.shape : undefined;
}

/** A value with every field that the schema knows. */
const complete = (shape: Readonly<Record<string, z.core.$ZodType>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(shape).map(([name, field]) => {
      const inner = shapeOf(field);
      return [name, inner ? complete(inner) : 'x'];
    }),
  );

const isRequired = (field: z.core.$ZodType): boolean => field._zod.optin !== 'optional';

/**
 * The embedded workspace keeps a table of providers of its own, so that it can't share a mistake with what is tested
 * against it. This is what keeps the two from growing apart unseen.
 */
describe('the providers of the embedded workspace', () => {
  it('are those of the API', () => {
    expect([...providerConfigs.keys()].sort()).toEqual(Object.keys(providers).sort());
  });

  it.each(Object.entries<Provider>(providers))('take and need what the API says: %s', (name, known) => {
    const config = providerConfigs.get(name)!;
    const shape = shapeOf(ExternalModel.shape[known.configKey as keyof typeof ExternalModel.shape])!;
    expect(config.key).toBe(known.configKey);
    expect(config.decode({ ...complete(shape), unheard_of: 'x' }, '')).toEqual(complete(shape));
    expect(config.required).toEqual(Object.keys(shape).filter((field) => isRequired(shape[field]!)));
    const pairs = credentialPairs(known).map(({ reference }) => reference.join('.'));
    expect(pairs).toEqual(expect.arrayContaining([...config.credentials({})]));
  });
});
