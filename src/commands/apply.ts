import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { Plan } from '../plan/types.ts';
import { addCarryOutOptions, type CarryOutFlags } from './declarative/carry-out-flags.ts';
import { addPlanningOptions, type PlanningFlags } from './declarative/planning-flags.ts';
import type { Survey } from './declarative/survey.ts';
import { action, verb, type ContextSource } from './shared/command.ts';
import { manifestSources } from './shared/manifest-flags.ts';

interface Flags extends PlanningFlags, CarryOutFlags {
  readonly plan?: string;
}

export const applyCommand = (source: ContextSource): Command =>
  addCarryOutOptions(
    addPlanningOptions(
      verb(
        'apply',
        'Make the workspace what the manifests declare; on a terminal, shows the plan and asks first',
        [
          ['Everything in a directory', 'servectl apply -f endpoints/'],
          ['Exactly what was agreed to', 'servectl apply --plan plan.json'],
          [
            'Delete what is declared no more, too',
            'servectl apply -f endpoints/ --owner search --prune --yes',
          ],
          ['See the requests that would go out', 'servectl apply -f chat.yaml --dry-run'],
        ],
      ),
    )
      .option('--no-wait', 'leave the last deployment of each endpoint to itself')
      .option('--plan <file>', 'carry out a plan of diff --out; refused where anything has changed since'),
  ).action(
    action(source, async (context, files: readonly string[], flags: Flags) => {
      const { plan, found } =
        flags.plan === undefined
          ? await planNow(context, files, flags)
          : await takePlan(context, flags.plan, files, flags);
      await proceed(context, plan, found, { ...flags, pinned: flags.plan !== undefined });
    }),
  );

interface Planned {
  readonly plan: Plan;
  readonly found: Survey;
}

async function planNow(context: Context, files: readonly string[], flags: Flags): Promise<Planned> {
  const { survey } = await import('./declarative/survey.ts');
  const found = await survey(context, 'apply', manifestSources(files, flags), flags, {
    sending: true,
    fingerprints: false,
  });
  return { plan: found.plan, found };
}

/** The saved plan, once it is known that nothing has moved: what is planned now serves the comparison alone. */
async function takePlan(
  context: Context,
  file: string,
  files: readonly string[],
  flags: Flags,
): Promise<Planned> {
  const contradicting = [
    ...(flags.prune ? ['--prune'] : []),
    ...(flags.owner === undefined ? [] : ['--owner']),
    ...(flags.allowReplace ? ['--allow-replace'] : []),
    ...(flags.sendWriteOnly ? ['--send-write-only'] : []),
  ];
  if (contradicting.length > 0) {
    throw new UsageError(`--plan and ${contradicting.join(', ')} exclude each other`, {
      hint: 'what is done was decided when the plan was made: pass it to diff --out',
    });
  }
  const [{ survey }, { checkUnmoved, flagsOf, loadPlan }] = await Promise.all([
    import('./declarative/survey.ts'),
    import('./declarative/saved-plan.ts'),
  ]);
  const plan = await loadPlan(context, file);
  const named = files.length > 0 || flags.file.length > 0;
  const sources = named ? manifestSources(files, flags) : (plan.files ?? []);
  const found = await survey(context, plan.kind, sources, flagsOf(plan, flags), {
    sending: false,
    fingerprints: true,
  });
  checkUnmoved(plan, found.plan, file);
  const missing = context.globals.dryRun ? [] : await found.values.missing(plan);
  return { plan, found: { ...found, findings: [...found.findings, ...missing] } };
}

async function proceed(
  context: Context,
  plan: Plan,
  found: Survey,
  options: Flags & { readonly pinned: boolean },
): Promise<void> {
  const [{ isAgreed, showPlan }, { carryOut }, { hasChanges }, { tellFindings }, { tellGithub }] =
    await Promise.all([
      import('./declarative/agree.ts'),
      import('./declarative/carry-out.ts'),
      import('../plan/plan.ts'),
      import('./declarative/tell-findings.ts'),
      import('./declarative/github.ts'),
    ]);
  showPlan(context, plan, { placed: options.preflight !== false });
  await tellGithub(context, plan);
  await tellFindings(context, found.findings, options.reporter);
  if (hasChanges(plan) && !(await isAgreed(context, plan))) {
    context.notes.info('nothing was changed');
    return;
  }
  await carryOut(context, plan, found, options);
}
