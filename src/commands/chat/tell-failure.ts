import { BrokenPipeError, InterruptedError, ServectlError } from '../../errors.ts';
import type { Session } from './session.ts';

/**
 * Tells a person what went wrong, so that the conversation can go on.
 * @throws the error itself where nobody is there to read it, where the program is to end, and where it is a fault of ours
 */
export async function tellFailure({ context, isInteractive }: Session, error: unknown): Promise<void> {
  const isTold =
    error instanceof ServectlError &&
    !(error instanceof BrokenPipeError) &&
    !(error instanceof InterruptedError);
  if (!isInteractive || !isTold) throw error;
  const { renderError } = await import('../../output/error.ts');
  const { notes, globals } = context;
  notes.block(renderError(error, { style: notes.style, debug: globals.debug }));
}
