import type { Context } from '../../context.ts';
import { InvalidInputError, UsageError } from '../../errors.ts';
import type { Variables } from '../../manifest/read-document.ts';
import type { GivenVariable } from '../../manifest/variables/resolver.ts';
import { readInput } from './input.ts';

export interface VariableFlags {
  /** `--var NAME=VALUE`, as given. */
  readonly var?: readonly string[];
  /** `--var-file FILE`, as given. */
  readonly varFile?: readonly string[];
}

/**
 * The variables that the command line gives: those of files first, a later file over an earlier one, and `--var` over all.
 * @throws UsageError for a `--var` without a name
 * @throws InvalidInputError for a file that is none of variables
 */
export async function loadVariables(
  context: Context,
  flags: VariableFlags,
): Promise<ReadonlyMap<string, GivenVariable>> {
  const variables = new Map<string, GivenVariable>();
  if (!flags.var?.length && !flags.varFile?.length) return variables;
  const { givenVariable, readVariableFile } = await import('../../manifest/variables/read-given.ts');
  for (const file of flags.varFile ?? []) {
    const input = await readInput(context, file, '--var-file');
    if (/\.(?:ya?ml|json)$/i.test(file)) {
      const read = readVariableFile(input.file, input.bytes);
      if (read.diagnostics.length > 0) throw new InvalidInputError(read.diagnostics);
      for (const [name, variable] of read.variables) variables.set(name, variable);
    } else {
      const { parseEnv } = await import('node:util');
      const text = new TextDecoder().decode(input.bytes);
      for (const [name, value = ''] of Object.entries(parseEnv(text))) {
        variables.set(name, { value, text: value, isHidden: true });
      }
    }
  }
  for (const pair of flags.var ?? []) {
    const split = pair.indexOf('=');
    const name = pair.slice(0, split).replace(/^var\./, '');
    if (split === -1 || !/^[A-Za-z_][\w-]*$/.test(name)) {
      throw new UsageError(`--var takes NAME=VALUE, not '${split === -1 ? pair : pair.slice(0, split)}'`);
    }
    variables.set(name, { ...givenVariable(pair.slice(split + 1)), isExpected: true });
  }
  return variables;
}

/** What the variables of a file may name: the environment, and what the command line gives. Throws as `loadVariables`. */
export const variablesOf = async (context: Context, flags: VariableFlags): Promise<Variables> => ({
  env: await context.env(),
  given: await loadVariables(context, flags),
});
