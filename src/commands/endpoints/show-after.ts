import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { showsChange } from '../../client/shows-change.ts';
import type { WaitOptions } from '../../client/wait.ts';
import type { Context } from '../../context.ts';
import { endpointView } from './endpoint-view.ts';
import { waitFor, type WaitFlags } from './wait-for.ts';

/** What is known of a change: what it was answered with, or how to tell a look that shows it. */
type Change =
  | { readonly answered: ServingEndpointDetailed }
  | { readonly isCurrent: NonNullable<WaitOptions['isCurrent']> };

/** Ends a verb that changed an endpoint: waits unless told not to, and prints the endpoint as it is then. */
export async function showAfter(
  context: Context,
  name: string,
  flags: WaitFlags,
  change: Change,
): Promise<void> {
  const { results, notes, signal } = context;
  if (flags.wait === false) {
    notes.info(`not waiting; servectl endpoints wait ${name} does`);
    // The answer to the change is newer than what a read may show.
    const endpoint =
      'answered' in change ? change.answered : await (await context.client()).endpoints.get(name, { signal });
    await results.show(endpoint, endpointView);
    return;
  }
  const isCurrent = 'answered' in change ? showsChange(change.answered) : change.isCurrent;
  await results.show(await waitFor(context, name, flags, { isCurrent }), endpointView);
}
