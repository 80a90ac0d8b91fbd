import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Plan } from '../plan/types.ts';
import { addPlanningOptions, type PlanningFlags } from './declarative/planning-flags.ts';
import { action, verb, type ContextSource } from './shared/command.ts';
import { manifestSources } from './shared/manifest-flags.ts';

interface Flags extends PlanningFlags {
  readonly exitCode?: boolean;
  readonly why?: boolean;
  readonly out?: string;
}

export const diffCommand = (source: ContextSource): Command =>
  addPlanningOptions(
    verb('diff', 'Show what an apply would change, and by which calls', [
      ['Everything in a directory', 'servectl diff -f endpoints/'],
      ['Fail a pipeline where the workspace has drifted', 'servectl diff -f endpoints/ --exit-code'],
      ['Why a difference counts as none', 'servectl diff -f chat.yaml --why'],
      ['Agree first, apply exactly that later', 'servectl diff -f chat.yaml --out plan.json'],
    ]),
  )
    .option('--exit-code', 'end with 3 where there are changes')
    .option('--why', 'also list the differences that count as none, each with the reason')
    .option('--out <file>', 'save the plan for apply --plan; it holds no secrets')
    .action(
      action(source, async (context, files: readonly string[], flags: Flags) => {
        const [{ survey }, { asWarnings }] = await Promise.all([
          import('./declarative/survey.ts'),
          import('./declarative/findings.ts'),
        ]);
        const kept = isKept(context, flags);
        const { plan, findings } = await survey(context, 'apply', manifestSources(files, flags), flags, {
          sending: false,
          fingerprints: kept,
        });
        await show(context, kept ? await seal(plan) : plan, flags);
        const told = asWarnings(findings);
        const { tellFindings } = await import('./declarative/tell-findings.ts');
        await tellFindings(context, told, flags.reporter);
        const { hasChanges } = await import('../plan/plan.ts');
        if (flags.exitCode && hasChanges(plan)) context.exitCode = ExitCode.changes;
      }),
    );

/** A plan that is printed as data can be saved as well. */
const isKept = ({ results }: Context, { out }: Flags): boolean =>
  out !== undefined || results.format !== 'table' || results.queried;

async function seal(plan: Plan): Promise<Plan> {
  const [{ sealed }, { digest }] = await Promise.all([
    import('../plan/seal.ts'),
    import('../apply/digest.ts'),
  ]);
  return sealed(plan, digest);
}

async function show(context: Context, plan: Plan, flags: Flags): Promise<void> {
  const [{ planView }, { tellGithub }] = await Promise.all([
    import('../output/plan-text.ts'),
    import('./declarative/github.ts'),
  ]);
  if (flags.out !== undefined) {
    const { savePlan } = await import('./declarative/saved-plan.ts');
    await savePlan(context, flags.out, plan);
  }
  await tellGithub(context, plan);
  await context.results.show(plan, planView({ why: flags.why ?? false, placed: flags.preflight !== false }));
}
