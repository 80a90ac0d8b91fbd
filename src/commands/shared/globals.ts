import { Option, type Command } from 'commander';
import type { Globals } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import type { Host } from '../../host.ts';
import { isOutputFormat, outputFormats } from '../../output/format.ts';
import type { GlobalFlags } from './command.ts';

/** The flags that every command takes, before or after its name. */
export function addGlobalOptions(program: Command): void {
  program
    .option(
      '-t, --target <target>',
      'databricks, databricks://PROFILE, local, local:PATH, or the URL of an MLflow gateway (SERVECTL_TARGET)',
    )
    .option('-p, --profile <name>', 'profile of ~/.databrickscfg (DATABRICKS_CONFIG_PROFILE)')
    .option('--env-file <file>', 'read variables from a .env file, under those of the environment')
    .addOption(
      new Option('-o, --output <format>', 'form of the result on stdout (SERVECTL_OUTPUT)').choices(
        outputFormats,
      ),
    )
    .option('--query <jmespath>', 'print only this part of the result')
    .option('-q, --quiet', 'only results, warnings and errors')
    .option('-v, --verbose', 'say more of what is done')
    .option('--debug', 'trace requests on stderr, without secrets; errors with their stack')
    .addOption(new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']).default('auto'))
    .option('--no-input', 'never ask; fail and name the flag to pass instead')
    .option('-y, --yes', 'answer yes to every question');
}

/** `--dry-run`, for commands that change something, or cost something. */
export const dryRunOption = (
  description = 'print the requests that would change something, and send none of them',
): Option => new Option('--dry-run', description);

/**
 * The global settings: a flag wins over the environment, which wins over the default.
 * @throws UsageError for an output format that doesn't exist
 */
export function resolveGlobals(flags: GlobalFlags, host: Host): Globals {
  const output = flags.output ?? nonEmpty(host.env['SERVECTL_OUTPUT']) ?? 'table';
  if (!isOutputFormat(output)) {
    throw new UsageError(`SERVECTL_OUTPUT is '${output}', which is no output format`, {
      hint: `one of ${outputFormats.join(', ')}`,
    });
  }
  if (flags.query !== undefined && output === 'name') {
    throw new UsageError("--query and '-o name' exclude each other");
  }
  return {
    ...(flags.target === undefined ? {} : { target: flags.target }),
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    ...(flags.envFile === undefined ? {} : { envFile: flags.envFile }),
    ...(flags.query === undefined ? {} : { query: flags.query }),
    output,
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
    debug: flags.debug ?? false,
    color: flags.color ?? 'auto',
    input: (flags.input ?? true) && !isContinuousIntegration(host) && isInteractive(host),
    yes: flags.yes ?? false,
    dryRun: flags.dryRun ?? false,
  };
}

/** An empty variable is an unset one: that is how CI systems clear them. */
const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** Stdin comes last: to look at it opens it. */
const isInteractive = (host: Host): boolean => host.stderr.isTTY === true && host.stdin.isTTY === true;

/** Most CI systems set `CI`; some to `1`. */
const isContinuousIntegration = (host: Host): boolean => {
  const value = host.env['CI'];
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
};
