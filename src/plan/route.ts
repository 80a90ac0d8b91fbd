import type { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { EndpointDocument, EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
import { gatewayBodies, mayMove } from './gateway.ts';
import { permissionsBody } from './permissions.ts';
import type { Step } from './step.ts';
import { tagsPatch } from './tags.ts';

/** What of an endpoint decides how a change to it travels. */
export type ActualEndpoint = Pick<ServingEndpointDetailed, 'tags' | 'ai_gateway'>;

/**
 * Whether the calls of an update depend on what the endpoint is now: tags are patched by their difference, and an
 * inference table moves in two calls. Any other update needs no look at the endpoint.
 */
export const needsActual = ({ tags, ai_gateway }: EndpointUpdateDocument): boolean =>
  tags !== undefined || (ai_gateway !== undefined && mayMove(ai_gateway));

/**
 * The calls that carry out an update, strictly one after the other: each key by the call that knows it, no call for
 * what isn't given. Cheap calls first; a config is deployed for minutes, so what can be refused goes before it.
 *
 * What is given replaces what the endpoint has: `ai_gateway`, `config` and `rate_limits` as a whole, `tags` as the
 * whole list; `permissions` are merged, so that nobody who isn't named loses access. Keys that no call can change
 * (`name`, `description`, …) are not looked at: the rules refuse them before.
 *
 * A `wait` stands where the next call is refused while a config is being deployed. Waiting for the last deployment is
 * the caller's choice.
 *
 * @param actual the endpoint as it is, where `needsActual` asks for it; without it no tag is deleted
 */
export function routeUpdate(
  endpoint: string,
  update: EndpointUpdateDocument,
  actual?: ActualEndpoint,
): readonly Step[] {
  return [
    ...instantSteps(endpoint, update, actual),
    ...deploymentSteps(endpoint, update, actual),
    ...telemetrySteps(endpoint, update),
    ...permissionSteps(endpoint, update),
  ];
}

/** The calls that create an endpoint. Permissions hang on the id that the endpoint gets, so they come after. */
export function routeCreate(document: EndpointDocument): readonly Step[] {
  const body: CreateServingEndpoint = { ...document };
  for (const extension of ['permissions', 'secrets']) Reflect.deleteProperty(body, extension);
  return [
    { call: 'create', endpoint: document.name, body, keys: Object.keys(body) },
    ...permissionSteps(document.name, document),
  ];
}

/** Calls that take effect at once, whatever is being deployed. */
function instantSteps(
  endpoint: string,
  update: EndpointUpdateDocument,
  actual: ActualEndpoint | undefined,
): readonly Step[] {
  const { tags, email_notifications, uc_system_metrics_export_state, rate_limits } = update;
  const steps: Step[] = [];
  const patch = tags && tagsPatch(tags, actual && (actual.tags ?? []));
  if (patch) steps.push({ call: 'patch-tags', endpoint, body: patch, keys: ['tags'] });
  if (email_notifications) {
    const keys = ['email_notifications'];
    steps.push({ call: 'update-notifications', endpoint, body: { email_notifications }, keys });
  }
  if (uc_system_metrics_export_state !== undefined) {
    const keys = ['uc_system_metrics_export_state'];
    const body = { uc_system_metrics_export_state };
    steps.push({ call: 'patch-system-metrics-export-state', endpoint, body, keys });
  }
  if (rate_limits)
    steps.push({ call: 'put-rate-limits', endpoint, body: { rate_limits }, keys: ['rate_limits'] });
  return steps;
}

/**
 * The gateway goes before the config, and may itself set the endpoint updating (seen in public notebooks). Only where
 * it turns on fallbacks, the entities to fall back to have to be there first.
 */
function deploymentSteps(
  endpoint: string,
  { ai_gateway, config }: EndpointUpdateDocument,
  actual: ActualEndpoint | undefined,
): readonly Step[] {
  const wait: Step = { call: 'wait', endpoint };
  const puts = ai_gateway ? gatewayBodies(ai_gateway, actual?.ai_gateway) : [];
  const gateway = puts.flatMap((body, index): readonly Step[] => {
    const put: Step = { call: 'put-ai-gateway', endpoint, body, keys: ['ai_gateway'] };
    return index === 0 ? [put] : [wait, put];
  });
  if (!config) return gateway;
  const deploy: readonly Step[] = [{ call: 'update-config', endpoint, body: config, keys: ['config'] }];
  if (gateway.length === 0) return deploy;
  const [first, second] =
    ai_gateway?.fallback_config?.enabled === true ? [deploy, gateway] : [gateway, deploy];
  return [...first, wait, ...second];
}

/** Refused (409) while a config is being deployed. */
function telemetrySteps(
  endpoint: string,
  { telemetry_config, ai_gateway, config }: EndpointUpdateDocument,
): readonly Step[] {
  if (!telemetry_config) return [];
  const removes = Object.keys(telemetry_config).length === 0;
  const patch: Step = {
    call: 'patch-telemetry-config',
    endpoint,
    // Left out, it is removed.
    body: removes ? {} : { telemetry_config },
    keys: ['telemetry_config'],
  };
  return ai_gateway || config ? [{ call: 'wait', endpoint }, patch] : [patch];
}

function permissionSteps(
  endpoint: string,
  { permissions }: Pick<EndpointUpdateDocument, 'permissions'>,
): readonly Step[] {
  if (!permissions || permissions.length === 0) return [];
  const body = permissionsBody(permissions);
  return [{ call: 'update-permissions', endpoint, body, keys: ['permissions'] }];
}
