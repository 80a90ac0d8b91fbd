import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Our own files that importing a module loads. */
async function closureOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    external: ['zod'],
  });
  return Object.keys(metafile.inputs).toSorted();
}

describe('importing a noun', () => {
  it('for a list of endpoints loads neither the providers nor the configuration of one', async () => {
    expect(await closureOf('schemas/api/serving-endpoint.ts')).toEqual(
      [
        'schemas/api/ai-gateway-guardrails.ts',
        'schemas/api/ai-gateway-rate-limit.ts',
        'schemas/api/ai-gateway.ts',
        'schemas/api/endpoint-state.ts',
        'schemas/api/external-model-identity.ts',
        'schemas/api/foundation-model.ts',
        'schemas/api/providers.ts',
        'schemas/api/serving-endpoint.ts',
        'schemas/api/system-metrics-export.ts',
        'schemas/api/tag.ts',
        'schemas/api/telemetry.ts',
        'schemas/open-enum.ts',
      ].toSorted(),
    );
  });

  it.each([
    'schemas/api/providers.ts',
    'schemas/secret-reference.ts',
    'schemas/plaintext.ts',
    'schemas/closest.ts',
  ])('of plain data loads nothing else: %s', async (entry) => {
    expect(await closureOf(entry)).toEqual([entry]);
  });
});
