import type { Context } from '../../context.ts';
import { orUnknown } from '../shared/unanswered.ts';
import type { DeleteFlags } from './arguments.ts';
import { showDone } from './done.ts';
import { adviseOnMissing, isMissing } from './missing.ts';

interface Deletion {
  /** Names the one thing that goes: `secret llm/key`. */
  readonly what: string;
  /** Names what goes with it; looked up only where the user is asked. */
  readonly besides?: () => Promise<string>;
  /** For `-o name`. */
  readonly name: string;
  /** For the machine formats. */
  readonly deleted: object;
  /** Where it isn't there. */
  readonly hint: string;
  /** The command that tells whether it is there. */
  readonly look: string;
  readonly send: () => Promise<void>;
}

/** Asks, deletes, and says so. Under `--dry-run` nothing is asked, since nothing is done. */
export async function deleteConfirmed(
  context: Context,
  flags: DeleteFlags,
  deletion: Deletion,
): Promise<void> {
  const { what, name, deleted, hint, look } = deletion;
  try {
    if (!(await isConfirmed(context, deletion))) {
      context.notes.info(`${what} stays`);
      return;
    }
    const call = orUnknown(context, deletion.send(), `${what} may have been deleted`, `${look} tells`);
    await adviseOnMissing(call, hint);
  } catch (error) {
    if (!(flags.ignoreNotFound && isMissing(error))) throw error;
    await showDone(context, `there is no ${what}`, deleted, name);
    return;
  }
  await showDone(context, `deleted ${what}`, deleted, name);
}

async function isConfirmed(context: Context, { what, besides, hint }: Deletion): Promise<boolean> {
  if (context.globals.yes || context.globals.dryRun) return true;
  const { confirm } = await import('../../terminal/prompt.ts');
  const more = context.globals.input && besides ? await adviseOnMissing(besides(), hint) : '';
  return confirm(context, `delete ${what}${more}`);
}
