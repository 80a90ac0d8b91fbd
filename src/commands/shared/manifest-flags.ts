import { Option, type Command } from 'commander';
import { UsageError } from '../../errors.ts';
import type { LoadOptions } from './load-manifests.ts';

/** The flags of a command that reads manifests. */
export interface ManifestFlags extends Omit<LoadOptions, 'workspace'> {
  readonly file: readonly string[];
}

const repeated = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `--var`. */
export const varOption = (): Option =>
  new Option('--var <name=value>', 'a value for ${var.NAME}; repeatable')
    .argParser(repeated)
    .default([], 'none');

/** `--var-file`. */
export const varFileOption = (): Option =>
  new Option('--var-file <file>', 'variables as YAML, JSON or .env; repeatable')
    .argParser(repeated)
    .default([], 'none');

/** Adds what says which manifests are read, and what their variables stand for. */
export const addManifestOptions = (command: Command): Command =>
  command
    .argument('[files...]', 'as with -f')
    .addOption(
      new Option('-f, --file <file>', 'a file, a directory, a pattern in quotes, or - for stdin; repeatable')
        .argParser(repeated)
        .default([], 'none'),
    )
    .addOption(varOption())
    .addOption(varFileOption())
    .option('--bundle-target <name>', "the target of a Databricks bundle (default: the bundle's own)");

/**
 * The manifests that a command line names.
 * @throws UsageError where it names none
 */
export function manifestSources(
  positional: readonly string[],
  { file }: Pick<ManifestFlags, 'file'>,
): readonly string[] {
  const sources = [...file, ...positional];
  if (sources.length > 0) return sources;
  throw new UsageError('no manifest is given', {
    hint: 'name one: -f FILE, -f DIRECTORY, or -f - for stdin',
  });
}
