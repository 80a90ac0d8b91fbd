import type { Outcome } from '../../apply/events.ts';
import type { Context } from '../../context.ts';
import { titleOfId } from '../../output/plan-summary.ts';
import { carriedOver, type CarriedOver } from '../../plan/carried-over.ts';
import type { Plan } from '../../plan/types.ts';
import type { Survey } from './survey.ts';

/**
 * Before anything is deleted: what a replacement takes over from the endpoint although no manifest declares it. Should
 * this run be killed in between, these lines are the one place that still knows it.
 */
export async function tellCarriedOver(context: Context, plan: Plan, { desired }: Survey): Promise<void> {
  if (context.globals.dryRun) return;
  const documents = new Map(desired.endpoints.map((document) => [document.name, document]));
  for (const { id, name, action, steps, blocked } of plan.entries) {
    const document = documents.get(name);
    if (action !== 'replace' || blocked.length > 0 || !document) continue;
    const carried = carriedOver(steps, document);
    if (Object.keys(carried).length === 0) continue;
    await tell(context, `${titleOfId(id)} takes this over, which its manifest does not declare:`, carried);
  }
}

/** Of each endpoint that was deleted and is not wholly back, however its run ended: what has to be applied again, and how. */
export async function tellLost(context: Context, outcomes: readonly Outcome[]): Promise<void> {
  for (const { entry, applied, lost } of outcomes) {
    if (!lost) continue;
    const state = applied.includes('create') ? 'is created anew' : 'is deleted and not back yet';
    await tell(
      context,
      `${titleOfId(entry)} ${state}, without this, which it had and its manifest does not declare; write it into the manifest, and run it again:`,
      lost,
    );
  }
}

async function tell({ notes }: Context, sentence: string, parts: CarriedOver): Promise<void> {
  const [{ printDocuments }, { escapeControls }] = await Promise.all([
    import('../../manifest/print.ts'),
    import('../../output/escape.ts'),
  ]);
  notes.warn(sentence);
  notes.block(
    escapeControls(
      printDocuments([{ document: parts }])
        .replace(/^/gm, '  ')
        .trimEnd(),
    ),
  );
}
