import type { Context } from '../../../context.ts';

/** How long an answer may take before the user is told why it may, in milliseconds. */
const patience = 5_000;

/** What is asked. */
interface Sleeper {
  readonly name: string;
  /** True for an app on a driver. Apps do not sleep, nor do the endpoints of a gateway. */
  readonly isApp?: boolean;
}

/** An endpoint that is scaled to zero holds its first call, for seconds or minutes, and says nothing meanwhile. */
export function sayWhyItWaits(context: Context, { name, isApp }: Sleeper): { stop(this: void): void } {
  const controller = new AbortController();
  if (isApp !== true) sayLater(context, name, controller.signal).catch(() => undefined);
  return { stop: () => controller.abort() };
}

async function sayLater(context: Context, name: string, signal: AbortSignal): Promise<void> {
  const { host, notes } = context;
  await host.clock.sleep(patience, signal);
  if (await context.gateway()) return;
  notes.info(`no answer yet: ${name} may be waking from zero, which takes up to some minutes`);
}
