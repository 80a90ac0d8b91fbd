import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';

type Fields = Readonly<Record<string, string | number | undefined>>;

/** What the served entities of an endpoint are, whichever form of create request they were sent in. */
export interface SentEndpoint {
  readonly name: string;
  readonly config?:
    | {
        readonly served_entities?: readonly object[] | undefined;
        readonly served_models?: readonly object[] | undefined;
      }
    | undefined;
}

/**
 * Whether an endpoint serves what was sent: as many entities, and for each that was sent one found that agrees in every
 * field which tells entities apart. Fields that were left out are the server's to fill and agree with anything.
 */
export function isSameDeployment(sent: SentEndpoint, found: ServingEndpointDetailed): boolean {
  const wanted = [...(sent.config?.served_entities ?? []), ...(sent.config?.served_models ?? [])].map(
    identify,
  );
  // While the first deployment is under way the entities stand in `pending_config` alone.
  const config = found.pending_config ?? found.config;
  const there = (config?.served_entities ?? config?.served_models ?? []).map(identify);
  if (wanted.length !== there.length) return false;
  return wanted.every((entity) => there.some((other) => agrees(entity, other)));
}

/** What tells one served entity from another; the legacy names are those of today's fields. */
function identify(entity: object): Fields {
  const fields = entity as Fields & { external_model?: Fields };
  const external = fields.external_model ?? {};
  return {
    name: fields['name'],
    entity_name: fields['entity_name'] ?? fields['model_name'],
    entity_version: fields['entity_version'] ?? fields['model_version'],
    provider: external['provider'],
    model: external['name'],
    task: external['task'],
  };
}

const agrees = (wanted: Fields, found: Fields): boolean =>
  Object.entries(wanted).every(
    ([key, value]) => value === undefined || value === '' || String(value) === String(found[key]),
  );
