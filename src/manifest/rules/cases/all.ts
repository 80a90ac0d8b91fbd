import type { RuleCode } from '../codes.ts';
import type { RuleCase } from './case.ts';
import { endpointCases, secretCases } from './endpoint.ts';
import { entityCases } from './entity.ts';
import { providerCases } from './provider.ts';
import { shapeCases } from './shape.ts';
import { trafficCases } from './traffic.ts';

/**
 * Each rule, seen from both sides: what `servectl explain` shows, and what the tests hold the rules to. The type asks for
 * one of every rule there is.
 */
export const ruleCases: Readonly<Record<RuleCode, RuleCase>> = {
  ...endpointCases,
  ...entityCases,
  ...providerCases,
  ...trafficCases,
  ...secretCases,
};

/** The case of a code, where a text by itself can show it. */
export function caseOf(code: string): RuleCase | undefined {
  const cases: Readonly<Record<string, RuleCase>> = { ...shapeCases, ...ruleCases };
  return Object.hasOwn(cases, code) ? cases[code] : undefined;
}
