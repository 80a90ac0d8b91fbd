import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { ApiError, ConfigError, UsageError } from '../errors.ts';
import type { DataPlane } from '../http/transport.ts';
import type { CallOptions, Operation } from './call.ts';
import type { Sender } from './invocation.ts';

/** Looks an endpoint up by its name. */
export type LookUp = (name: string, options?: CallOptions) => Promise<ServingEndpointDetailed>;

/** The address of its own that a route-optimised endpoint has. */
export interface DataPlaneRoute {
  readonly path: string;
  readonly dataPlane: DataPlane;
  /** Whether the endpoint cannot be asked any other way. */
  readonly isOnly: boolean;
}

/** Route-optimised endpoints that are younger cannot be asked at the workspace's URL (Databricks, "Query route-optimized serving endpoints"). */
const workspaceUrlUntil = Date.UTC(2025, 8, 22);

/** The route to the endpoint's own address; undefined where it has none. */
export function dataPlaneRoute(endpoint: ServingEndpointDetailed): DataPlaneRoute | undefined {
  const info = endpoint.data_plane_info?.query_info;
  const address = info?.endpoint_url ?? endpoint.endpoint_url;
  const authorizationDetails = info?.authorization_details ?? documentedDetails(endpoint);
  if (address === undefined || authorizationDetails === undefined || !URL.canParse(address)) return undefined;
  const { origin, pathname, search } = new URL(address);
  return {
    path: `${pathname}${search}`,
    dataPlane: { origin, authorizationDetails },
    isOnly:
      endpoint.route_optimized === true &&
      (endpoint.creation_timestamp ?? workspaceUrlUntil) >= workspaceUrlUntil,
  };
}

/** As Databricks' page on route optimisation has one write them by hand. */
const documentedDetails = ({ id }: ServingEndpointDetailed): string | undefined =>
  id === undefined
    ? undefined
    : JSON.stringify([
        {
          type: 'workspace_permission',
          object_type: 'serving-endpoints',
          object_path: `/serving-endpoints/${id}`,
          actions: ['query_inference_endpoint'],
        },
      ]);

export interface DataPlaneRoutes {
  /** Keeps what a look-up tells, so that the endpoint need not be looked up again. */
  note(endpoint: ServingEndpointDetailed): void;
  /**
   * Asks the endpoint at the workspace, and at its own address where it takes calls there alone: because that is known,
   * or because the workspace refused and a look-up tells so. A request that was refused has changed nothing.
   */
  automatic(name: string): Sender;
  /**
   * Asks the endpoint at its own address.
   * @throws UsageError where it has none
   */
  forced(name: string): Sender;
}

export function dataPlaneRoutes(sender: Sender, lookUp: LookUp): DataPlaneRoutes {
  const routes = new Map<string, DataPlaneRoute>();

  const note = (endpoint: ServingEndpointDetailed): DataPlaneRoute | undefined => {
    const route = dataPlaneRoute(endpoint);
    if (route) routes.set(endpoint.name, route);
    else routes.delete(endpoint.name);
    return route;
  };
  const sendVia = (route: DataPlaneRoute, operation: Operation, options?: CallOptions) =>
    sender.send({ ...operation, path: route.path, dataPlane: route.dataPlane }, options);
  const look = async (name: string, options?: CallOptions) =>
    note(await lookUp(name, options?.signal ? { signal: options.signal } : {}));

  /** The route that a refusal is to be answered with. An error of the look-up must not hide the refusal. */
  const findOnly = async (name: string, refusal: ApiError, options?: CallOptions) => {
    try {
      const route = await look(name, options);
      if (route?.isOnly === true) return route;
    } catch {
      options?.signal?.throwIfAborted();
    }
    throw refusal;
  };

  return {
    note,
    automatic: (name) => ({
      async send(operation, options) {
        const known = routes.get(name);
        let noToken: ConfigError | undefined;
        if (known?.isOnly === true) {
          try {
            return await sendVia(known, operation, options);
          } catch (error) {
            if (isRefusal(error)) routes.delete(name);
            // Without a token for it there is still the workspace's URL, where a workspace allows it.
            if (!(error instanceof ConfigError)) throw error;
            noToken = error;
          }
        }
        try {
          return await sender.send(operation, options);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          if (noToken) throw noToken;
          return sendVia(await findOnly(name, error, options), operation, options);
        }
      },
    }),
    forced: (name) => ({
      async send(operation, options) {
        const route = routes.get(name) ?? (await look(name, options));
        if (route) return sendVia(route, operation, options);
        throw new UsageError(`endpoint '${name}' is not route-optimised: it has no address of its own`, {
          hint: 'ask it at the workspace, without --via data-plane',
        });
      },
    }),
  };
}

const refusals: readonly number[] = [400, 401, 403, 404, 405];

/** Databricks doesn't say how the workspace's URL refuses: any answer that nothing was done counts. */
const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && refusals.includes(error.status);
