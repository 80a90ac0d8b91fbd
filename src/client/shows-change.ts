import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';

/**
 * Tells the looks at an endpoint that show a change from those that lag behind it, by what the change was answered with: the
 * endpoint's id, which is new with each create, and the version of its config, which grows with each deployment.
 */
export const showsChange =
  (answered: ServingEndpointDetailed) =>
  (seen: ServingEndpointDetailed): boolean =>
    (answered.id === undefined || seen.id === answered.id) && versionOf(seen) >= versionOf(answered);

/** The newest version that is deployed or on its way; 0 where the workspace tells none. */
const versionOf = ({ config, pending_config }: ServingEndpointDetailed): number =>
  Math.max(config?.config_version ?? 0, pending_config?.config_version ?? 0);
