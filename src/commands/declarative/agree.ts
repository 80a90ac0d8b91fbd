import type { Context } from '../../context.ts';
import { renderBlocks } from '../../output/blocks.ts';
import { planInWords, planView } from '../../output/plan-text.ts';
import type { Plan } from '../../plan/types.ts';

/**
 * Shows the plan on stderr: stdout is for what comes of it.
 * @param options.placed what blocks it will be told at its place in the manifest
 */
export function showPlan(context: Context, plan: Plan, options: { readonly placed: boolean }): void {
  const { notes, host, globals } = context;
  // Who is asked has to see what for.
  if (globals.dryRun || (globals.quiet && !globals.input)) return;
  const look = { style: notes.style, now: host.clock.now() };
  notes.block(renderBlocks(planView({ why: false, ...options }).human(plan, look), look));
}

/**
 * Whether the plan is to be carried out: asked on a terminal, taken as read without one. What deletes something is
 * never taken as read.
 * @throws UsageError where it has to be asked and can't be, naming `--yes`
 */
export async function isAgreed(context: Context, plan: Plan): Promise<boolean> {
  const { globals } = context;
  if (globals.yes || globals.dryRun) return true;
  const deletes = plan.entries.some(
    ({ action, blocked }) => blocked.length === 0 && (action === 'delete' || action === 'replace'),
  );
  if (!deletes && !globals.input) return true;
  const { confirm } = await import('../../terminal/prompt.ts');
  return confirm(context, planInWords(plan));
}
