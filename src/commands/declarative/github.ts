import type { Context } from '../../context.ts';
import type { Plan } from '../../plan/types.ts';

/**
 * Under GitHub Actions: the plan in the summary of the step, and the number of changes as its output `changes`.
 * (GitHub documentation, "Workflow commands": both are files to append to, named by variables.)
 */
export async function tellGithub(context: Context, plan: Plan): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = context.host.env;
  if (!summary && !output) return;
  const [{ appendFile }, { planMarkdown }, { countChanges }] = await Promise.all([
    import('node:fs/promises'),
    import('../../output/plan-markdown.ts'),
    import('../../output/plan-summary.ts'),
  ]);
  const append = async (file: string | undefined, text: string): Promise<void> => {
    if (!file) return;
    try {
      await appendFile(file, text);
    } catch (error) {
      context.notes.warn(
        `${file} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  await append(summary, planMarkdown(plan));
  await append(output, `changes=${countChanges(plan)}\n`);
}
