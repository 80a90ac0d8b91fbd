import { describe, expect, it } from 'vitest';
import type { ServingEndpointDetailed } from '../../../schemas/api/serving-endpoint-detailed.ts';
import { dataPlaneRoute } from '../../../src/client/data-plane.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ApiError, ConfigError, UsageError } from '../../../src/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/transport.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const address = 'https://abc.serving.cloud.databricks.com/17/serving-endpoints/fast/invocations';
const plane = { origin: 'https://abc.serving.cloud.databricks.com', authorizationDetails: '[details]' };
const september22 = Date.UTC(2025, 8, 22);

const endpoint = (fields: Partial<ServingEndpointDetailed> = {}): ServingEndpointDetailed => ({
  name: 'fast',
  id: '42',
  route_optimized: true,
  creation_timestamp: september22,
  data_plane_info: { query_info: { endpoint_url: address, authorization_details: '[details]' } },
  ...fields,
});

describe('the route to an endpoint of its own address', () => {
  it('is what the workspace says', () => {
    expect(dataPlaneRoute(endpoint())).toEqual({
      path: '/17/serving-endpoints/fast/invocations',
      dataPlane: plane,
      isOnly: true,
    });
  });

  it('has the documented details where the workspace gives the address alone', () => {
    const addressed: ServingEndpointDetailed = { name: 'fast', id: '42', endpoint_url: address };
    expect(JSON.parse(dataPlaneRoute(addressed)?.dataPlane.authorizationDetails ?? '')).toEqual([
      {
        type: 'workspace_permission',
        object_type: 'serving-endpoints',
        object_path: '/serving-endpoints/42',
        actions: ['query_inference_endpoint'],
      },
    ]);
  });

  it.each([
    ['is younger', {}, true],
    ['is older', { creation_timestamp: september22 - 1 }, false],
    ['is of unknown age', { creation_timestamp: undefined }, true],
    ['is not route-optimised', { route_optimized: false }, false],
  ] as const)('is the only one where the endpoint %s', (_, fields, isOnly) => {
    expect(dataPlaneRoute(endpoint(fields as Partial<ServingEndpointDetailed>))?.isOnly).toBe(isOnly);
  });

  it('is none without an address, or with one that is no URL', () => {
    expect(dataPlaneRoute({ name: 'plain', id: '1' })).toBeUndefined();
    expect(dataPlaneRoute({ name: 'odd', id: '1', endpoint_url: 'not a url' })).toBeUndefined();
  });
});

/** A workspace that gives `found` for look-ups, and `refusal` for invocations at its own URL. */
function workspace(
  found: HttpResponse,
  refusal?: HttpResponse,
  atPlane: HttpResponse | Error = answer(200, { ok: 'plane' }),
) {
  const transport = scriptedTransport(...Array.from({ length: 20 }, () => respond));
  function respond(request: HttpRequest): HttpResponse {
    if (request.method === 'GET') return found;
    if (!request.dataPlane) return refusal ?? answer(200, { ok: 'workspace' });
    if (atPlane instanceof Error) throw atPlane;
    return atPlane;
  }
  const client = createWorkspaceClient(transport);
  const sent = () =>
    transport.requests.map(({ method, path, dataPlane }) => `${method} ${dataPlane ? 'plane' : ''}${path}`);
  return { client, sent, transport };
}

const plain = 'POST /serving-endpoints/fast/invocations';
const lookUp = 'GET /api/2.0/serving-endpoints/fast';
const direct = 'POST plane/17/serving-endpoints/fast/invocations';
const refused = (status: number) => answer(status, { error_code: 'BAD_REQUEST', message: 'not here' });

describe('asking an endpoint', () => {
  it('asks at the workspace, and looks nothing up, where that works', async () => {
    const { client, sent } = workspace(answer(200, endpoint()));
    expect((await client.query.invoke('fast', {})).body).toEqual({ ok: 'workspace' });
    expect(sent()).toEqual([plain]);
  });

  it.each([400, 401, 403, 404, 405])(
    'goes to its own address where the workspace refuses: %i',
    async (status) => {
      const { client, sent, transport } = workspace(answer(200, endpoint()), refused(status));
      expect((await client.query.invoke('fast', { inputs: [1] })).body).toEqual({ ok: 'plane' });
      expect(sent()).toEqual([plain, lookUp, direct]);
      expect(transport.requests.at(-1)).toMatchObject({
        dataPlane: plane,
        body: '{"inputs":[1]}',
        retry: 'invocation',
      });
    },
  );

  it('remembers the address', async () => {
    const { client, sent } = workspace(answer(200, endpoint()), refused(403));
    await client.query.invoke('fast', {});
    await client.query.invoke('fast', {});
    expect(sent()).toEqual([plain, lookUp, direct, direct]);
  });

  it('streams there, too', async () => {
    const stream = answer(200, 'data: {"a":1}\n\ndata: [DONE]\n\n', { 'content-type': 'text/event-stream' });
    const { client, sent } = workspace(answer(200, endpoint()), refused(403), stream);
    const chunks: unknown[] = [];
    for await (const chunk of client.query.stream('fast', {})) chunks.push(chunk);
    expect(chunks).toEqual([{ a: 1 }]);
    expect(sent()).toEqual([plain, lookUp, direct]);
  });

  it('needs no refusal where a look-up has told', async () => {
    const { client, sent } = workspace(answer(200, endpoint()));
    await client.endpoints.get('fast');
    await client.query.invoke('fast', {});
    expect(sent()).toEqual([lookUp, direct]);
  });

  it.each([
    ['of an endpoint that is not route-optimised', answer(200, { name: 'fast', id: '1' })],
    [
      'of an older one, which takes calls at the workspace, too',
      answer(200, endpoint({ creation_timestamp: 1 })),
    ],
    ['of one that may not be looked at', answer(403, {})],
  ])('hands on the refusal %s', async (_, found) => {
    const { client, sent } = workspace(found, refused(400));
    const error: unknown = await client.query.invoke('fast', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, message: 'not here' });
    expect(sent()).toEqual([plain, lookUp]);
  });

  it.each([429, 500, 503])('takes %i for no refusal', async (status) => {
    const { client, sent } = workspace(answer(200, endpoint()), answer(status, {}));
    await expect(client.query.invoke('fast', {})).rejects.toThrow(ApiError);
    expect(sent()).toEqual([plain]);
  });

  it('says that no token can be had where the workspace refuses as well', async () => {
    const { client, sent } = workspace(answer(200, endpoint()), refused(403), new ConfigError('no token'));
    await client.endpoints.get('fast');
    await expect(client.query.invoke('fast', {})).rejects.toThrow('no token');
    expect(sent()).toEqual([lookUp, direct, plain]);
  });

  it('does without a token where the workspace allows that', async () => {
    const { client } = workspace(answer(200, endpoint()), undefined, new ConfigError('no token'));
    await client.endpoints.get('fast');
    expect((await client.query.invoke('fast', {})).body).toEqual({ ok: 'workspace' });
  });

  it('forgets an address that refuses: the endpoint may have been made anew', async () => {
    const { client, sent } = workspace(answer(200, endpoint()), undefined, answer(404, {}));
    await client.endpoints.get('fast');
    await expect(client.query.invoke('fast', {})).rejects.toThrow(ApiError);
    expect((await client.query.invoke('fast', {})).body).toEqual({ ok: 'workspace' });
    expect(sent()).toEqual([lookUp, direct, plain]);
  });
});

describe('asking an endpoint at its own address', () => {
  it('looks it up once', async () => {
    const { client, sent } = workspace(answer(200, endpoint({ creation_timestamp: 1 })));
    await client.query.dataPlane('fast', {});
    await client.query.dataPlane('fast', {});
    expect(sent()).toEqual([lookUp, direct, direct]);
  });

  it('is refused where it has none', async () => {
    const { client } = workspace(answer(200, { name: 'fast' }));
    await expect(client.query.dataPlane('fast', {})).rejects.toThrow(UsageError);
    await expect(client.query.dataPlane('fast', {})).rejects.toThrow(
      "endpoint 'fast' is not route-optimised",
    );
  });
});
