import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';

/** What an endpoint does: `llm/v1/chat`, `agent/v1/responses`, …; the empty string for custom models, which have no task. */
export function taskOf({ task, config }: ServingEndpointDetailed): string {
  const entities = config?.served_entities ?? [];
  return (
    task ?? entities.map(({ external_model }) => external_model?.task).find((one) => one !== undefined) ?? ''
  );
}
