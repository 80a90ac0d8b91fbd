import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addCarryOutOptions, type CarryOutFlags } from './declarative/carry-out-flags.ts';
import { findingsOption } from './declarative/planning-flags.ts';
import { action, verb, type ContextSource } from './shared/command.ts';
import { addManifestOptions, manifestSources, type ManifestFlags } from './shared/manifest-flags.ts';
import type { Reporter } from './shared/reporter.ts';

interface Flags extends ManifestFlags, CarryOutFlags {
  readonly reporter?: Reporter;
}

export const destroyCommand = (source: ContextSource): Command =>
  addCarryOutOptions(
    addManifestOptions(
      verb(
        'destroy',
        'Delete what the manifests declare: endpoints, their secrets, emptied scopes; asks first',
        [
          ['What a directory declares', 'servectl destroy -f endpoints/'],
          ['In a pipeline', 'servectl destroy -f preview.yaml --yes'],
        ],
      ),
    ),
  )
    .addOption(findingsOption())
    .action(
      action(source, async (context, files: readonly string[], flags: Flags) => {
        await destroy(context, manifestSources(files, flags), flags);
      }),
    );

async function destroy(context: Context, sources: readonly string[], flags: Flags): Promise<void> {
  const [{ survey }, { isAgreed, showPlan }, { carryOut }, { hasChanges }, { tellFindings }, { tellGithub }] =
    await Promise.all([
      import('./declarative/survey.ts'),
      import('./declarative/agree.ts'),
      import('./declarative/carry-out.ts'),
      import('../plan/plan.ts'),
      import('./declarative/tell-findings.ts'),
      import('./declarative/github.ts'),
    ]);
  const found = await survey(context, 'destroy', sources, flags, {
    sending: false,
    fingerprints: false,
  });
  const { plan, findings } = found;
  showPlan(context, plan, { placed: false });
  await tellGithub(context, plan);
  await tellFindings(context, findings, flags.reporter);
  if (hasChanges(plan) && !(await isAgreed(context, plan))) {
    context.notes.info('nothing was deleted');
    return;
  }
  await carryOut(context, plan, found, { ...flags, pinned: false });
}
