import type { WaitOptions } from '../../client/wait.ts';
import type { Context } from '../../context.ts';
import { endpointView } from './endpoint-view.ts';
import { waitFor, type WaitFlags } from './wait-for.ts';

/**
 * Ends a verb that changed an endpoint: waits unless told not to, and prints the endpoint as it is then.
 * @param isCurrent whether a look shows the change
 */
export async function showAfter(
  context: Context,
  name: string,
  flags: WaitFlags,
  isCurrent?: NonNullable<WaitOptions['isCurrent']>,
): Promise<void> {
  if (flags.wait === false) {
    const client = await context.client();
    context.notes.info(`not waiting; servectl endpoints wait ${name} does`);
    await context.results.show(await client.endpoints.get(name, { signal: context.signal }), endpointView);
    return;
  }
  await context.results.show(await waitFor(context, name, flags, isCurrent && { isCurrent }), endpointView);
}
