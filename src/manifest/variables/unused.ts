import { type Diagnostic, hasErrors } from '../../diagnostics.ts';
import type { GivenVariable } from './resolver.ts';

/**
 * Variables that the command line gives and nothing names: most likely a misspelt name, beside a default that holds in its
 * place. Where something could not be read, it may name them.
 */
export function unusedVariables(
  given: ReadonlyMap<string, GivenVariable>,
  used: ReadonlySet<string>,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (hasErrors(found)) return [];
  return [...given]
    .filter(([name, { isExpected }]) => isExpected === true && !used.has(name))
    .map(([name]) => ({
      severity: 'warning',
      code: 'unused-variable',
      message: `--var gives \`${name}\` a value, and nothing names \`\${var.${name}}\``,
      hint: 'check how the name is spelt, or leave it out',
    }));
}
