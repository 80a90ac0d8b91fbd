import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import { jsonText } from '../../../http/json-text.ts';
import { dialectOfTask } from '../../../predict/dialect.ts';
import type { JsonObject } from '../../../predict/json.ts';
import type { RouteFlags } from './flags/route.ts';
import { isApp, routeTask } from './route-task.ts';

const MiB = 1024 * 1024;

/** What an endpoint takes in one request (Databricks, "Model Serving limits"): custom models more than all others. */
const limits = { custom: 16 * MiB, other: 4 * MiB } as const;

/**
 * Refuses a body that the endpoint of a workspace would refuse, before it is sent. The endpoint is looked up only for a body
 * that not every endpoint takes.
 * @throws UsageError that says how large it is, and what the limit is
 */
export async function checkSize(
  context: Context,
  name: string,
  flags: RouteFlags,
  body: JsonObject,
): Promise<void> {
  if (isApp(flags) || (await context.gateway())) return;
  const size = Buffer.byteLength(jsonText(body));
  if (size <= limits.other) return;
  const dialect = size > limits.custom ? undefined : dialectOfTask(await routeTask(context, name, flags));
  // Of an endpoint that can't be looked up the larger limit is assumed: the server has the last word.
  const limit =
    size > limits.custom || dialect === undefined || dialect === 'rows' ? limits.custom : limits.other;
  if (size <= limit) return;
  throw new UsageError(
    `the request is ${(size / MiB).toFixed(1)} MB, and ${name} takes ${limit / MiB} MB at most`,
    { hint: 'send smaller pictures, fewer rows or texts in one request' },
  );
}
