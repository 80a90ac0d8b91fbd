import type { Context } from '../../context.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import type { Plan } from '../../plan/types.ts';

/**
 * Under GitHub Actions: the plan in the summary of the step, and the number of changes as its output `changes`.
 * (GitHub documentation, "Workflow commands": both are files to append to, named by variables.)
 */
export async function tellGithub(context: Context, plan: Plan): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = context.host.env;
  if (!summary && !output) return;
  const [{ planMarkdown }, { countChanges }] = await Promise.all([
    import('../../output/plan-markdown.ts'),
    import('../../output/plan-summary.ts'),
  ]);
  await append(context, summary, apart(planMarkdown(plan)));
  await append(context, output, `changes=${countChanges(plan)}\n`);
}

/** Under GitHub Actions: what the step ends for, in its summary. */
export async function summarizeFindings(context: Context, diagnostics: readonly Diagnostic[]): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary } = context.host.env;
  if (!summary) return;
  const { findingsMarkdown } = await import('../../output/findings-markdown.ts');
  await append(context, summary, apart(findingsMarkdown(diagnostics)));
}

/** Below something else a heading needs an empty line before it. */
const apart = (markdown: string): string => `\n${markdown}`;

async function append(context: Context, file: string | undefined, text: string): Promise<void> {
  if (!file) return;
  const { appendFile } = await import('node:fs/promises');
  try {
    await appendFile(file, text);
  } catch (error) {
    context.notes.warn(
      `${file} could not be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
