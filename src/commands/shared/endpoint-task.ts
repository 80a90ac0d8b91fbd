import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { Context } from '../../context.ts';
import { ApiError } from '../../errors.ts';

/** The task of the endpoint `name`; undefined where the caller may ask it but not look at it. Throws as the client does. */
export async function findTask(context: Context, name: string): Promise<string | undefined> {
  const client = await context.client();
  try {
    return taskOf(await client.endpoints.get(name, { signal: context.signal }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

/** What an endpoint does: `llm/v1/chat`, `agent/v1/responses`, …; the empty string for custom models, which have no task. */
export function taskOf({ task, config }: ServingEndpointDetailed): string {
  const entities = config?.served_entities ?? [];
  return (
    task ?? entities.map(({ external_model }) => external_model?.task).find((one) => one !== undefined) ?? ''
  );
}
