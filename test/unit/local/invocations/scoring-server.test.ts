import { afterEach, describe, expect, it } from 'vitest';
import { closedPort, cut, json, startServer, text, type Step } from '../../../helpers/http-server.ts';
import { config, dataPlane, endpoint, entity } from './data-plane.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const model = 'main.default.iris';
const iris = endpoint('iris', {
  config: config([entity('iris-1', { entity_name: model, entity_version: '1' })]),
});

/** The endpoint `iris`, whose model runs on a server that answers so. */
async function scored(step: Step | readonly Step[], path = '') {
  const server = await startServer(step);
  const plane = dataPlane({ endpoints: [iris], scoringServers: { [model]: server.origin + path } });
  closing.push(
    () => plane.close(),
    () => server.close(),
  );
  return { ...plane, server };
}

const rows = { dataframe_split: { columns: ['a'], data: [[1]] } };

describe('a custom model on a scoring server', () => {
  it('is asked at /invocations below the base, and its answer handed on as it is', async () => {
    const { invoke, server } = await scored(
      text(200, '{"predictions": [1.0]}', { 'content-type': 'application/json' }),
      '/models/iris/',
    );
    const response = await invoke('iris', rows);
    expect(response.status).toBe(200);
    expect(response.headers.get('served-model-name')).toBe('iris-1');
    expect(await response.text()).toBe('{"predictions": [1.0]}');
    expect(server.seen).toMatchObject([{ method: 'POST', path: '/models/iris/invocations' }]);
  });

  it('gets the body byte for byte, without the credentials of the workspace', async () => {
    const { invoke, server } = await scored(json(200, { predictions: [] }));
    const body = '{ "instances": [[12345678901234567890, 1.0]] }';
    await invoke('iris', body, {
      headers: { 'content-type': 'application/json', authorization: 'Bearer dapi-1' },
    });
    expect(server.seen[0]?.body).toBe(body);
    expect(server.seen[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('reads CSV itself, whose columns have types for it alone', async () => {
    const { invoke, server } = await scored(json(200, { predictions: [] }));
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    await invoke('iris', 'a,b\n1,2.5\n', { headers });
    expect(server.seen[0]?.body).toBe('a,b\n1,2.5\n');
    expect(server.seen[0]?.headers).toMatchObject(headers);
  });

  it('streams what it streams, without comments and event names', async () => {
    const { invoke } = await scored(
      text(200, ': hello\n\nevent: x\ndata: {"delta": 1}\n\ndata: [DONE]\n\n', {
        'content-type': 'text/event-stream',
      }),
    );
    const response = await invoke('iris', { inputs: [1], stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await response.text()).toBe('data: {"delta": 1}\n\ndata: [DONE]\n\n');
  });

  it('refuses in its own words, and keeps its traceback to itself', async () => {
    const refusal = {
      error_code: 'BAD_REQUEST',
      message: 'Incompatible input types',
      stack_trace: 'Traceback: /srv/model.py',
    };
    const { invoke } = await scored(json(400, refusal));
    const response = await invoke('iris', rows);
    expect(response.status).toBe(400);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({
      error_code: 'BAD_REQUEST',
      message: 'Incompatible input types',
    });
    expect(body).not.toContain('Traceback');
  });

  it.each([
    ['an error that is no JSON', text(503, 'busy'), 503, 'INTERNAL_ERROR', /answered with HTTP 503: busy/],
    ['a status that Databricks has not', text(418, 'tea'), 400, 'BAD_REQUEST', /answered with HTTP 418: tea/],
    ['an answer that is no JSON', text(200, '<html>'), 502, 'INTERNAL_ERROR', /answered no JSON/],
    ['a cut connection', cut, 502, 'INTERNAL_ERROR', /'iris-1' of endpoint 'iris' at http.* can't be asked/],
  ])('tells %s from its own failures', async (_, step, status, error_code, message) => {
    const { invoke } = await scored(step);
    const response = await invoke('iris', rows);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error_code,
      message: expect.stringMatching(message) as string,
    });
  });

  it('is named where it is not up', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const plane = dataPlane({ endpoints: [iris], scoringServers: { [model]: url } });
    closing.push(() => plane.close());
    const response = await plane.invoke('iris', rows);
    expect(response.status).toBe(502);
    expect(((await response.json()) as { message: string }).message).toContain(url);
  });

  it('is what the refusal of a model that runs nowhere names as a way on', async () => {
    const plane = dataPlane({ endpoints: [iris] });
    closing.push(() => plane.close());
    const response = await plane.invoke('iris', rows);
    expect(response.status).toBe(501);
    expect(await response.text()).toContain(`--scoring-server ${model}=URL`);
  });
});
