import type { ConfiguredEndpoint } from '#schemas/gateway/configured-endpoint.ts';
import { ApiError, UnexpectedAnswerError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { isObject } from '../../http/json-values.ts';
import { path, withQuery } from '../../http/path.ts';
import { type Api, type CallOptions, get } from '../call.ts';
import type { GatewayServer } from './server.ts';

const schemas = () => import('./answer-schemas.ts');

/** In a slash: without it the server redirects. */
const endpoints = '/api/2.0/endpoints/';

/** `mlflow gateway start`, which reads its endpoints from a YAML file; MLflow's own client speaks to this one. */
export const standalone: GatewayServer = {
  command: 'mlflow gateway start',
  mark: endpoints,
  isMark: (answer) => isObject(answer) && Array.isArray(answer['endpoints']),

  async list(api, options) {
    const found: ConfiguredEndpoint[] = [];
    const tokens = new Set<string>();
    for (let token: string | undefined; ;) {
      const page = await api.json(
        async () => (await schemas()).ListConfiguredEndpoints,
        get(withQuery(endpoints, { page_token: token })),
        options,
      );
      found.push(...page.endpoints);
      token = page.next_page_token ?? undefined;
      if (token === undefined) return found;
      if (tokens.has(token)) throw new UnexpectedAnswerError(`the list of endpoints goes round in a circle`);
      tokens.add(token);
    }
  },

  async get(api, name, options) {
    try {
      return await api.json(
        async () => (await schemas()).ConfiguredEndpoint,
        get(path`/api/2.0/endpoints/${name}`),
        options,
      );
    } catch (error) {
      if (!(error instanceof ApiError) || error.exitCode !== ExitCode.notFound) throw error;
      return getRoute(api, name, error, options);
    }
  },

  invocations: (name) => path`/gateway/${name}/invocations`,
};

/** A route is asked as an endpoint is, and looked up elsewhere; versions before 3.0 have none. */
async function getRoute(api: Api, name: string, missing: ApiError, options?: CallOptions) {
  try {
    return await api.json(
      async () => (await schemas()).TrafficRoute,
      get(path`/api/3.0/gateway/route/${name}`),
      options,
    );
  } catch (error) {
    throw error instanceof ApiError ? missing : error;
  }
}
