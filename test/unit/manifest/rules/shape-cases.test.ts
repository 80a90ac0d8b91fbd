import { describe, expect, it } from 'vitest';
import { parse } from '../../../../src/manifest/parse.ts';
import { readManifests } from '../../../../src/manifest/read-manifests.ts';
import { shapeCases } from '../../../../src/manifest/rules/cases/shape.ts';
import { bytesOf } from '../../../helpers/manifest.ts';

const read = (text: string) =>
  readManifests([{ ...parse('m.yaml', bytesOf(text)), isFound: false, bundle: 'm.yaml' }], {
    env: {},
    given: new Map(),
    strict: false,
    lacking: { writeOnly: 'note', unknown: 'note' },
  }).diagnostics;

describe.each(Object.entries(shapeCases))('%s', (code, { fails, at, under, passes }) => {
  it('is told at its place', () => {
    const finding = read(fails).find((each) => each.code === code);
    expect(finding?.range?.line).toBe(at);
    expect(finding?.sourceLine?.slice(finding.range!.column - 1) ?? '').satisfy((shown: string) =>
      shown.startsWith(under),
    );
  });

  it('has nothing to say of a manifest that is right', () => {
    expect(read(passes).map((each) => each.code)).toEqual([]);
  });
});
