import type { Transport } from '../http/transport.ts';
import { type ClientOptions, createApi } from './call.ts';
import { type CurrentUserClient, currentUserClient } from './current-user.ts';
import { dataPlaneRoutes } from './data-plane.ts';
import { type EndpointsClient, endpointsClient } from './endpoints.ts';
import { type PermissionsClient, permissionsClient } from './permissions.ts';
import { type QueryClient, queryClient } from './query.ts';
import { type SecretsClient, secretsClient } from './secrets.ts';
import { type ServicePrincipalsClient, servicePrincipalsClient } from './service-principals.ts';

/**
 * A workspace, typed: one short method per operation of the REST API, in groups by noun. Every method throws an
 * `ApiError` for an error answer, a `ConnectionError` where no answer came, and an `UnexpectedAnswerError` for an answer
 * that isn't the API's.
 */
export interface WorkspaceClient {
  readonly endpoints: EndpointsClient;
  readonly permissions: PermissionsClient;
  readonly query: QueryClient;
  readonly secrets: SecretsClient;
  readonly currentUser: CurrentUserClient;
  readonly servicePrincipals: ServicePrincipalsClient;
}

/** The client over anything that answers requests. Closing the transport is its owner's business. */
export function createWorkspaceClient(transport: Transport, options: ClientOptions = {}): WorkspaceClient {
  const api = createApi(transport, options);
  const endpoints = endpointsClient(api);
  const routes = dataPlaneRoutes(api, endpoints.get);
  return {
    endpoints: {
      ...endpoints,
      get: async (name, call) => {
        const endpoint = await endpoints.get(name, call);
        routes.note(endpoint);
        return endpoint;
      },
    },
    permissions: permissionsClient(api),
    query: queryClient(api, { routes, lookUp: endpoints.get }),
    secrets: secretsClient(api),
    currentUser: currentUserClient(api),
    servicePrincipals: servicePrincipalsClient(api),
  };
}
