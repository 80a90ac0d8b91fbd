import type { Context } from 'hono';
import type { LocalApp, LocalEnvironment } from '../http/app.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { InvocationServices } from '../invocation-services.ts';
import type { Dialect } from '../models/local-echo.ts';
import type { EndpointRecord } from '../store/records.ts';
import { eventStreamType, streamBody } from './event-stream.ts';
import { findEndpoint, invoke, type Invocation } from './invoke.ts';
import { checkSize, parseBody, payloadLimits, readBytes } from './read-body.ts';

/**
 * The routes that query endpoints. In the OpenAI-compatible ones `model` names the endpoint; they don't collide with an
 * endpoint that is itself called `chat`, whose path ends in `/invocations`.
 */
export function mountInvocations(app: LocalApp, services: InvocationServices): void {
  app.post('/serving-endpoints/:name/invocations', (c) => byName(c, services, c.req.param('name')));
  app.post('/serving-endpoints/:name/served-models/:served/invocations', (c) =>
    byName(c, services, c.req.param('name'), c.req.param('served')),
  );
  app.post('/serving-endpoints/chat/completions', (c) => byModel(c, services, 'chat'));
  for (const dialect of ['completions', 'embeddings', 'responses'] as const) {
    app.post(`/serving-endpoints/${dialect}`, (c) => byModel(c, services, dialect));
  }
}

type RequestContext = Context<LocalEnvironment>;

async function byName(
  c: RequestContext,
  services: InvocationServices,
  name: string,
  served?: string,
): Promise<Response> {
  const endpoint = findEndpoint(services, name);
  const bytes = await readBytes(c.req.raw, payloadLimit(endpoint));
  const contentType = c.req.raw.headers.get('content-type');
  return answer(c, services, {
    endpoint,
    body: parseBody(bytes, contentType),
    sent: { bytes, contentType },
    dialect: 'invocations',
    ...(served === undefined ? {} : { served }),
  });
}

async function byModel(c: RequestContext, services: InvocationServices, dialect: Dialect): Promise<Response> {
  const bytes = await readBytes(c.req.raw, payloadLimits.custom);
  const contentType = c.req.raw.headers.get('content-type');
  const body = parseBody(bytes, contentType);
  const { model } = body;
  if (typeof model !== 'string') throw invalidParameter("'model' must be the name of a serving endpoint.");
  const endpoint = findEndpoint(services, model);
  checkSize(bytes, payloadLimit(endpoint));
  return answer(c, services, { endpoint, body, sent: { bytes, contentType }, dialect });
}

const payloadLimit = ({ builtin, config }: EndpointRecord): number =>
  builtin !== undefined || config?.served_entities.some(({ external_model }) => external_model)
    ? payloadLimits.other
    : payloadLimits.custom;

async function answer(
  c: RequestContext,
  services: InvocationServices,
  call: Pick<Invocation, 'endpoint' | 'body' | 'sent' | 'dialect' | 'served'>,
): Promise<Response> {
  const abandoned = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, abandoned.signal]);
  let servedBy = '';
  const result = await invoke(services, {
    ...call,
    caller: c.get('caller'),
    signal,
    onEntity: ({ name }) => {
      servedBy = name;
      c.set('served', { endpointId: call.endpoint.id, entity: name });
    },
  });
  const headers = { 'served-model-name': servedBy };
  if (result.kind === 'document') {
    return c.body(result.json, 200, { ...headers, 'content-type': 'application/json' });
  }
  const body = streamBody(result.chunks, () => abandoned.abort());
  return c.body(body, 200, { ...headers, 'content-type': eventStreamType, 'cache-control': 'no-cache' });
}
