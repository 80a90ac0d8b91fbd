import { isObject } from '../../http/json-values.ts';
import { path, withQuery } from '../../http/path.ts';
import { get } from '../call.ts';
import type { GatewayServer } from './server.ts';

const schemas = () => import('./answer-schemas.ts');

const endpoints = '/api/3.0/mlflow/gateway/endpoints';

/** The gateway inside `mlflow server`, which keeps its endpoints in the tracking server's database. */
export const trackingServer: GatewayServer = {
  command: 'mlflow server',
  mark: `${endpoints}/list`,
  // An empty object stands for no endpoints.
  isMark: (answer) =>
    isObject(answer) && (Array.isArray(answer['endpoints']) || Object.keys(answer).length === 0),

  async list(api, options) {
    const schema = async () => (await schemas()).ListStoredEndpoints;
    return (await api.json(schema, get(`${endpoints}/list`), options)).endpoints ?? [];
  },

  async get(api, name, options) {
    const schema = async () => (await schemas()).GetStoredEndpoint;
    return (await api.json(schema, get(withQuery(`${endpoints}/get`, { name })), options)).endpoint;
  },

  invocations: (name) => path`/gateway/${name}/mlflow/invocations`,
};
