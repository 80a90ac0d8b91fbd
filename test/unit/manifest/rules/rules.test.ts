import { describe, expect, it } from 'vitest';
import { codes } from '../../../../src/manifest/rules/codes.ts';
import { findingsOf } from '../../../helpers/manifest.ts';
import { ruleCases } from '../../../../src/manifest/rules/cases/all.ts';

/** Told beside the rules about `secrets`, and no part of them. */
const isBeside = (code: string, found: string): boolean =>
  found === 'secrets-not-put' && ['secret-name', 'one-secret-source'].includes(code);

describe.each(Object.entries(ruleCases))('rule %s', (code, { fails, at, under, passes, update, name }) => {
  const options = { ...(update !== undefined && { update }) };
  const broken = findingsOf(fails, { ...options, ...(name !== undefined && { name }) }).filter(
    (finding) => !isBeside(code, finding.code),
  );

  it('is the one thing told of a manifest that breaks it, at its place', () => {
    const [finding] = broken;
    expect(broken.map((each) => each.code)).toEqual([code]);
    expect(finding?.range?.line).toBe(at);
    const shown = finding?.sourceLine?.slice(finding.range!.column - 1);
    // A key that stands where none belongs is not shown.
    const expected = code === 'raw-key' ? '*'.repeat(under.length) : under;
    expect(shown?.slice(0, expected.length)).toBe(expected);
  });

  it('has nothing to say of a manifest that keeps it', () => {
    const kept = findingsOf(passes, options).map((each) => each.code);
    expect(kept.filter((found) => !isBeside(code, found))).toEqual([]);
  });

  it('says what to do, in the form that all messages have', () => {
    for (const { message, hint } of broken) {
      expect(message).toMatch(/^[^A-Z].*[^.]$/s);
      expect(hint).toMatch(/^[^A-Z].*[^.]$/s);
    }
  });
});

it('says what each code means', () => {
  for (const { rule, source } of Object.values(codes)) {
    expect(rule).toMatch(/^.{10,100}$/);
    expect(source).not.toBe('');
  }
});
