import type { Context } from '../../../context.ts';
import type { Prepared } from './prepare.ts';

/** `--dry-run`: hands over the requests that would ask. They are shown in place of answers, of which there are none. */
export async function rehearse(
  { signal }: Context,
  { invoker, body, streams }: Pick<Prepared, 'invoker' | 'body' | 'streams'>,
): Promise<void> {
  if (!streams) await invoker.invoke(body, { signal });
  // A stream is sent for when it is read.
  else await invoker.stream(body, { signal }).arrivals.next();
}
