import type { AccessControlRequest } from '#schemas/api/permissions.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { servesNothing } from './normalize.ts';
import { routeCreate } from './route.ts';
import type { Step } from './step.ts';

/**
 * Creates an endpoint. Its grants don't wait for the deployment, which may fail: who is to look at it then can. They are
 * added to the one that the creator gets.
 */
export function createSteps(
  document: EndpointDocument,
  access: readonly AccessControlRequest[],
): readonly Step[] {
  const { name: endpoint, config } = document;
  const body = { access_control_list: [...access] };
  const grant: Step = { call: 'update-permissions', endpoint, body, keys: ['permissions'] };
  return [
    ...routeCreate(document),
    ...(access.length > 0 ? [grant] : []),
    ...(servesNothing(config) ? [] : [{ call: 'wait', endpoint } as const]),
  ];
}
