import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEndpoint } from '../../../src/manifest/read-document.ts';
import { endpointDocument } from '../../helpers/arbitrary-manifests.ts';

it('generates documents that validation accepts', () => {
  fc.assert(
    fc.property(endpointDocument('chat'), (document) => {
      const bytes = new TextEncoder().encode(JSON.stringify(document));
      const { diagnostics } = readEndpoint({ file: 'chat.json', bytes });
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
