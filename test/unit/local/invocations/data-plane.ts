import { Hono } from 'hono';
import { openHttpTransport } from '../../../../src/http/undici-transport.ts';
import type { Transport } from '../../../../src/http/transport.ts';
import { ApiFault } from '../../../../src/local/http/api-fault.ts';
import type { LocalEnvironment, Served } from '../../../../src/local/http/app.ts';
import type { InvocationServices } from '../../../../src/local/invocation-services.ts';
import { mountInvocations } from '../../../../src/local/invocations/routes.ts';
import type { LocalWorkspaceOptions } from '../../../../src/local/options.ts';
import type {
  ConfigRecord,
  EndpointRecord,
  EntityRecord,
  ExternalModelRecord,
} from '../../../../src/local/store/records.ts';
import { openStore } from '../../../../src/local/store/sqlite.ts';
import { fakeClock } from '../../../helpers/fake-host.ts';

export const entity = (name: string, rest: Partial<EntityRecord> = {}): EntityRecord => ({
  name,
  creator: 'ada@example.com',
  creation_timestamp: 0,
  sizing: {},
  deployment: 'DEPLOYMENT_READY',
  deployment_state_message: '',
  ...rest,
});

/** Entities share the traffic as `shares` says; an only one has all of it. */
export const config = (
  entities: readonly EntityRecord[],
  shares: readonly number[] = [100],
): ConfigRecord => ({
  config_version: 1,
  served_entities: entities,
  routes: entities.map(({ name }, index) => ({
    served_entity_name: name,
    traffic_percentage: shares[index] ?? 0,
  })),
});

export const endpoint = (name: string, rest: Partial<EndpointRecord> = {}): EndpointRecord => ({
  id: `id-${name}`,
  name,
  creator: 'ada@example.com',
  creation_timestamp: 0,
  last_updated_timestamp: 0,
  description: '',
  route_optimized: false,
  tags: [],
  config: config([entity('main', { entity_name: 'local-echo', entity_version: '1' })]),
  config_update: 'NOT_UPDATING',
  stopped: false,
  last_config_version: 1,
  ...rest,
});

/** An endpoint with one external model of `openai` behind it. */
export const openaiEndpoint = (
  base: string | undefined,
  openai_config: Readonly<Record<string, unknown>> = {},
  model: Partial<ExternalModelRecord> = {},
): EndpointRecord =>
  endpoint('chat', {
    config: config([
      entity('gpt', {
        external_model: {
          name: 'gpt-4o',
          provider: 'openai',
          task: 'llm/v1/chat',
          openai_config: {
            openai_api_key: '{{secrets/llm/openai-api-key}}',
            ...(base === undefined ? {} : { openai_api_base: base }),
            ...openai_config,
          },
          ...model,
        },
      }),
    ]),
  });

export interface DataPlaneOptions extends Partial<LocalWorkspaceOptions> {
  readonly endpoints?: readonly EndpointRecord[];
  /** `scope/key` → value. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The invocation routes alone, over records that a test makes, a real store and real connections to providers. */
export function dataPlane({ endpoints = [], secrets = {}, ...options }: DataPlaneOptions = {}) {
  const clock = options.clock ?? fakeClock();
  const store = openStore(':memory:', clock.now());
  for (const name of new Set(Object.keys(secrets).map((path) => path.split('/')[0] ?? ''))) {
    store.secrets.putScope({ name, backend_type: 'DATABRICKS' });
  }
  const transports: Transport[] = [];
  const openUpstream = (origin: string) => openHttpTransport({ origin, userAgent: 'test' });
  const services: InvocationServices = {
    options: {
      path: ':memory:',
      requireAuth: false,
      openUpstream,
      random: () => 0,
      ...options,
      clock,
    },
    store,
    findServing: (name) => endpoints.find((one) => one.name === name),
    upstream: (origin) => {
      const transport = (options.openUpstream ?? openUpstream)(origin);
      transports.push(transport);
      return transport;
    },
    readSecret: (scope, key) => {
      const value = secrets[`${scope}/${key}`];
      return value === undefined ? undefined : new TextEncoder().encode(value);
    },
    openCredential: (_endpoint, _entity, value) => value.replace(/^sealed:/, ''),
  };

  let served: Served | undefined;
  const app = new Hono<LocalEnvironment>();
  app.use(async (c, next) => {
    c.set('caller', { kind: 'user', name: 'ada@example.com' });
    c.set('requestId', 'r-1');
    await next();
    served = c.get('served');
  });
  app.onError((error) => {
    if (!(error instanceof ApiFault)) throw error;
    const body = { error_code: error.code, message: error.message };
    return Response.json(body, { status: error.status, headers: error.headers });
  });
  mountInvocations(app, services);

  const post = async (path: string, body: unknown, init: RequestInit = {}): Promise<Response> =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      ...init,
    });
  return {
    store,
    post,
    invoke: (name: string, body: unknown, init?: RequestInit) =>
      post(`/serving-endpoints/${name}/invocations`, body, init),
    lastServed: () => served,
    close: async () => {
      await Promise.all(transports.map((transport) => transport.close()));
      store.close();
    },
  };
}

/** The reader of a streamed answer, one chunk as text at a time; undefined at the end. */
export function chunkReader(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async (): Promise<string | undefined> => (await reader.read()).value,
    cancel: () => reader.cancel(),
  };
}

export const hello = { messages: [{ role: 'user', content: 'hello' }] };
