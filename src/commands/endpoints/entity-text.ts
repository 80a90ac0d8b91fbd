import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';

/** What is known of a served entity, in whichever of the API's forms. */
export interface Served {
  readonly name?: string | undefined;
  readonly entity_name?: string | undefined;
  readonly entity_version?: string | undefined;
  readonly model_name?: string | undefined;
  readonly model_version?: string | undefined;
  readonly external_model?:
    { readonly name?: string | undefined; readonly provider?: string | undefined } | undefined;
  readonly foundation_model?:
    { readonly name?: string | undefined; readonly display_name?: string | undefined } | undefined;
  readonly state?:
    | { readonly deployment?: string | undefined; readonly deployment_state_message?: string | undefined }
    | undefined;
}

/** The entities of a config; `served_models` is their mirror in older answers. */
export const servedOf = (
  config: ServingEndpoint['config'] | ServingEndpointDetailed['pending_config'],
): readonly Served[] => config?.served_entities ?? config?.served_models ?? [];

/** What an entity serves: `openai gpt-4o`, `main.default.fraud 3`. */
export function sourceOf(served: Served): string {
  const { external_model: external, foundation_model: foundation } = served;
  if (external) return [external.provider, external.name].filter(Boolean).join(' ');
  const model = served.entity_name ?? served.model_name ?? foundation?.display_name ?? foundation?.name ?? '';
  return [model, served.entity_version ?? served.model_version].filter(Boolean).join(' ');
}
