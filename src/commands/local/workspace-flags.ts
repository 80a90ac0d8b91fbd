import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FaultRule } from '../../local/faults/rule.ts';
import { faultGrammar, parseFaultRule } from '../../local/faults/parse.ts';
import { builtinModels, type BuiltinModel, type DeploymentCandidate } from '../../local/options.ts';
import { parseDuration } from '../shared/duration.ts';

/** How the embedded workspace behaves, for the verbs that put it on a port. */
export interface WorkspaceFlags {
  readonly oauth?: boolean;
  readonly alias: Readonly<Record<string, BuiltinModel>>;
  readonly upstream: Readonly<Record<string, string>>;
  readonly scoringServer: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly deployTime?: number;
  readonly failDeploy: Readonly<Record<string, string>>;
  readonly fault?: readonly FaultRule[];
}

export const addWorkspaceOptions = (command: Command): Command =>
  command
    .option('--oauth', 'take an OAuth client id and secret in place of a token')
    .addOption(repeated('--alias <name=model>', `a further name of ${builtinModels.join(', ')}`, readAlias))
    .addOption(repeated('--upstream <provider=url>', 'base URL for external models that name none', readUrl))
    .addOption(
      repeated(
        '--scoring-server <model=url>',
        'where `mlflow models serve` runs a custom model, by its registered name',
        readUrl,
      ),
    )
    .addOption(
      new Option(
        '--deploy-time <duration>',
        'how long a deployment takes (default: until it is looked at)',
      ).argParser(readDuration),
    )
    .addOption(
      repeated(
        '--fail-deploy <entity=message>',
        'make the deployment of a served entity fail',
        (message) => message,
      ),
    )
    .addOption(
      new Option('--fault <rule>', `let requests go wrong: ${faultGrammar}; may be repeated`).argParser(
        readFault,
      ),
    );

/** The failure that was ordered for a served entity, by its name or as `ENDPOINT/ENTITY`. */
export const failureOf =
  (ordered: WorkspaceFlags['failDeploy']) =>
  ({ endpoint, entity }: DeploymentCandidate): string | undefined =>
    ordered[`${endpoint}/${entity}`] ?? ordered[entity];

/** A flag of `KEY=VALUE` that may come several times. */
function repeated(flags: string, description: string, read: (value: string) => string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .default({})
    .argParser((text: string, before: Readonly<Record<string, string>>) => {
      const at = text.indexOf('=');
      if (at < 1 || at === text.length - 1)
        throw new InvalidArgumentError(`Write it as ${/<(.*)>/.exec(flags)?.[1] ?? ''}.`);
      const key = text.slice(0, at);
      if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`'${key}' is given twice.`);
      return { ...before, [key]: read(text.slice(at + 1)) };
    });
}

function readFault(text: string, before: readonly FaultRule[] | undefined): readonly FaultRule[] {
  return [...(before ?? []), parseFaultRule(text)];
}

function readAlias(text: string): BuiltinModel {
  const model = builtinModels.find((name) => name === text);
  if (model) return model;
  throw new InvalidArgumentError(`The model is one of ${builtinModels.join(', ')}.`);
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new InvalidArgumentError('The URL begins with http:// or https://.');
}

function readDuration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('Write a duration like 2s or 1m30s.');
  return milliseconds;
}
