import type { Context } from '../../context.ts';

/**
 * Ends a command that changed something, which the workspace answers with `{}`: a note says what was done, and the
 * machine formats get what was changed, so that `-o json` always prints one value. For people the note is enough.
 */
export async function showDone(context: Context, note: string, changed: object, name: string): Promise<void> {
  context.notes.info(note);
  await context.results.show(changed, { human: () => [], names: () => [name] });
}
