import type { Command, Option } from 'commander';
import { UsageError } from '../../errors.ts';
import { addManifestOptions, type ManifestFlags } from '../shared/manifest-flags.ts';
import { type Reporter, reporterOption } from '../shared/reporter.ts';

/** The flags that decide what a plan says. */
export interface PlanningFlags extends ManifestFlags {
  readonly owner?: string;
  readonly prune?: boolean;
  readonly allowReplace?: boolean;
  readonly sendWriteOnly?: boolean;
  /** False with `--no-preflight`. */
  readonly preflight?: boolean;
  readonly reporter?: Reporter;
}

/** `--reporter` of a command whose result is no report. */
export const findingsOption = (): Option => reporterOption(['pretty', 'github']);

export const addPlanningOptions = (command: Command): Command =>
  addManifestOptions(command)
    .option('--owner <name>', 'mark the endpoints as managed by NAME, with the tag servectl_owner')
    .option('--prune', 'also delete endpoints that carry the mark of --owner and are declared no more')
    .option('--allow-replace', 'delete and create anew what no call can change')
    .option('--send-write-only', 'send values that cannot be compared, even where nothing else changes')
    .option('--no-preflight', 'skip the checks of secrets and endpoints that need the workspace')
    .addOption(findingsOption());

/** @throws UsageError for `--prune` without an owner: it would have nothing to tell its endpoints by */
export function checkPlanningFlags({ prune, owner }: PlanningFlags): void {
  if (prune && owner === undefined) {
    throw new UsageError('--prune needs --owner', {
      hint: 'only endpoints that carry the mark of an owner are ever deleted: pass --owner NAME at each apply',
    });
  }
  if (owner === '') throw new UsageError('--owner is empty');
}
