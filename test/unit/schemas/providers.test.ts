import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ExternalModel } from '#schemas/api/external-model.ts';
import {
  credentialPairs,
  findProvider,
  type Provider,
  providerMeantBy,
  providerNames,
  providers,
} from '#schemas/api/providers.ts';
import { knownValues } from '#schemas/open-enum.ts';
import { lookUp, structureOf, unwrap } from '#schemas/structure.ts';
import { fieldTraits } from '#schemas/traits.ts';

const rows = Object.entries<Provider>(providers).map(([name, provider]) => ({ name, provider }));

/** The schema of a field at a path inside a provider's settings. */
function fieldAt(provider: Provider, path: readonly string[]): z.core.$ZodType | undefined {
  let field: z.core.$ZodType | undefined = ExternalModel;
  for (const key of [provider.configKey, ...path]) {
    const structure: ReturnType<typeof structureOf> | undefined = field && structureOf(field, {});
    field = structure?.kind === 'object' ? structure.shape[key] : undefined;
  }
  return field;
}

/** Paths of all fields of the provider's settings with a given trait. */
function fieldsWith(provider: Provider, kind: 'reference' | 'plaintext'): string[] {
  const found: string[] = [];
  const visit = (path: readonly string[]) => {
    const field = fieldAt(provider, path);
    if (field === undefined) return;
    if (lookUp(fieldTraits, field)?.secret === kind) found.push(path.join('.'));
    const structure = structureOf(field, {});
    if (structure.kind === 'object') for (const key of Object.keys(structure.shape)) visit([...path, key]);
  };
  visit([]);
  return found.toSorted();
}

describe('the table of providers', () => {
  it('names exactly the providers that the external model has settings for', () => {
    const settings = Object.keys(ExternalModel.shape).filter((key) => key.endsWith('_config'));
    expect(rows.map(({ provider }) => provider.configKey).toSorted()).toEqual(settings.toSorted());
    expect(lookUp(knownValues, ExternalModel.shape.provider)?.values).toEqual(providerNames);
  });

  it.each(rows)('$name: every field exists in the schema', ({ provider }) => {
    const paths = [
      ...credentialPairs(provider).flatMap(({ reference, plaintext }) => [reference, plaintext]),
      ...provider.ways.flatMap(({ fields }) => fields),
      ...(provider.selector ? [[provider.selector.field]] : []),
      ...(provider.addressField === undefined ? [] : [[provider.addressField]]),
    ];
    expect(paths.filter((path) => fieldAt(provider, path) === undefined)).toEqual([]);
  });

  it.each(rows)('$name: the pairs are the fields that the schema marks as secret', ({ provider }) => {
    const pairs = credentialPairs(provider);
    expect(fieldsWith(provider, 'reference')).toEqual(
      pairs.map(({ reference }) => reference.join('.')).toSorted(),
    );
    expect(fieldsWith(provider, 'plaintext')).toEqual(
      pairs.map(({ plaintext }) => plaintext.join('.')).toSorted(),
    );
  });

  it.each(rows)('$name: plain text is write-only', ({ provider }) => {
    const metadata = credentialPairs(provider).map(({ plaintext }) => {
      const field = fieldAt(provider, plaintext);
      return field && lookUp(z.globalRegistry, field)?.['writeOnly'];
    });
    expect(metadata.every((writeOnly) => writeOnly === true)).toBe(true);
  });

  it.each(rows)(
    '$name: no field of a way is required by the schema unless all ways need it',
    ({ provider }) => {
      const required = provider.ways
        .flatMap(({ fields }) => fields)
        .filter((path) => path.length === 1 && unwrap(fieldAt(provider, path)!) === fieldAt(provider, path));
      expect(required).toEqual([]);
    },
  );

  it('gives the selector a known value for each way', () => {
    const { openai_config } = ExternalModel.shape;
    const known = lookUp(knownValues, openai_config.unwrap().shape.openai_api_type)?.values;
    expect(providers.openai.ways.map(({ selectedBy }) => selectedBy)).toEqual(known);
  });
});

describe('finding a provider', () => {
  it('knows them by name, and nothing that every object has', () => {
    expect(findProvider('openai')).toBe(providers.openai);
    expect(findProvider('constructor')).toBeUndefined();
  });

  it.each([
    ['aws-bedrock', 'amazon-bedrock'],
    ['aws_bedrock', 'amazon-bedrock'],
    ['google', 'google-cloud-vertex-ai'],
    ['databricks', 'databricks-model-serving'],
    ['Azure OpenAI', 'openai'],
    ['OpenAI', 'openai'],
  ])('understands %s as %s', (written, meant) => {
    expect(providerMeantBy(written)).toBe(meant);
  });

  it('does not guess at others', () => {
    expect(providerMeantBy('toString')).toBeUndefined();
    expect(providerMeantBy('mistral')).toBeUndefined();
  });
});
