import type { Context } from '../../context.ts';
import { InterruptedError } from '../../errors.ts';

/**
 * Waits for a call that changes something. Where an interrupt cuts it off, nobody knows whether it was carried out: that is
 * said, with how to look.
 * @param outcome what may have happened: `endpoint chat may have been deleted`
 * @param look what tells: `servectl endpoints get chat tells`
 */
export async function orUnknown<T>(
  { notes }: Context,
  call: Promise<T>,
  outcome: string,
  look: string,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof InterruptedError) notes.warn(`${outcome}: ${look}`);
    throw error;
  }
}
