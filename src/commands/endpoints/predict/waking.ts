import type { Context } from '../../../context.ts';

/** How long an answer may take before the user is told why it may, in milliseconds. */
const patience = 5_000;

/** An endpoint that is scaled to zero holds its first call, for seconds or minutes, and says nothing meanwhile. */
export function sayWhyItWaits({ host, notes }: Context, name: string): { stop(this: void): void } {
  const controller = new AbortController();
  host.clock.sleep(patience, controller.signal).then(
    () => notes.info(`no answer yet: ${name} may be waking from zero, which takes up to some minutes`),
    () => undefined,
  );
  return { stop: () => controller.abort() };
}
