import type { Context } from '../../context.ts';
import { isLookRefused } from '../../client/look-refused.ts';
import { taskOf } from '../../predict/task.ts';

/**
 * The task of the endpoint `name`; undefined where the caller may ask it but not look at it, and where a gateway doesn't
 * say. Throws as the client does.
 */
export async function findTask(context: Context, name: string): Promise<string | undefined> {
  const task = await askForTask(context, name);
  if (task !== undefined) tasks.set(context, new Map(tasks.get(context)).set(name, task));
  return task;
}

/** The task that an earlier `findTask` of this run has found. */
export const knownTask = (context: Context, name: string): string | undefined =>
  tasks.get(context)?.get(name);

const tasks = new WeakMap<Context, ReadonlyMap<string, string>>();

async function askForTask(context: Context, name: string): Promise<string | undefined> {
  const gateway = await context.gateway();
  if (gateway) {
    const { summaryOf } = await import('../../client/gateway/summary.ts');
    return summaryOf(await gateway.get(name, { signal: context.signal })).task;
  }
  const client = await context.client();
  try {
    return taskOf(await client.endpoints.get(name, { signal: context.signal }));
  } catch (error) {
    if (isLookRefused(error)) return undefined;
    throw error;
  }
}
