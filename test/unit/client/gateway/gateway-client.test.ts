import { describe, expect, it } from 'vitest';
import { createGatewayClient } from '../../../../src/client/gateway/gateway-client.ts';
import { summaryOf } from '../../../../src/client/gateway/summary.ts';
import { UnexpectedAnswerError } from '../../../../src/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/http/transport.ts';
import { answer, scriptedTransport } from '../../../helpers/scripted-transport.ts';

const url = 'http://gw';

/** A gateway that answers each path as it is told, and 404 for all else. */
function gateway(answers: Readonly<Record<string, HttpResponse>>) {
  const transport = scriptedTransport(
    ({ path }: HttpRequest) => answers[path] ?? answer(404, { detail: 'Not Found' }),
  );
  return { client: createGatewayClient(transport, url), transport };
}

const endpoint = (name: string) => ({ name, endpoint_type: 'llm/v1/chat' });

describe('a list in pages', () => {
  it('is read to its end', async () => {
    const { client, transport } = gateway({
      '/api/2.0/endpoints/': answer(200, { endpoints: [endpoint('a')], next_page_token: 'two=' }),
      '/api/2.0/endpoints/?page_token=two%3D': answer(200, {
        endpoints: [endpoint('b')],
        next_page_token: null,
      }),
    });
    expect((await client.list()).map(({ name }) => name)).toEqual(['a', 'b']);
    // The first request finds out which gateway it is.
    expect(transport.requests).toHaveLength(3);
  });

  it('that goes round in a circle ends', async () => {
    const { client } = gateway({
      '/api/2.0/endpoints/': answer(200, { endpoints: [], next_page_token: 'x' }),
      '/api/2.0/endpoints/?page_token=x': answer(200, { endpoints: [], next_page_token: 'x' }),
    });
    await expect(client.list()).rejects.toThrow(UnexpectedAnswerError);
  });
});

describe('finding out which gateway it is', () => {
  it('takes a page or another answer for neither', async () => {
    const { client } = gateway({
      '/api/2.0/endpoints/': answer(200, '<!doctype html><p>an app of one page</p>'),
      '/api/3.0/mlflow/gateway/endpoints/list': answer(200, []),
    });
    await expect(client.list()).rejects.toThrow('http://gw is no MLflow gateway');
  });

  it('takes a server that answers everything for neither', async () => {
    const transport = scriptedTransport(() => answer(200, { status: 'ok' }));
    await expect(createGatewayClient(transport, url).list()).rejects.toThrow(
      'http://gw is no MLflow gateway',
    );
  });

  it('takes an empty object for a tracking server that has none', async () => {
    const { client } = gateway({ '/api/3.0/mlflow/gateway/endpoints/list': answer(200, {}) });
    expect(await client.list()).toEqual([]);
  });

  it('fails where the server fails, and begins anew with the next call', async () => {
    let broken = true;
    const transport = scriptedTransport(() =>
      broken ? answer(500, 'Internal Server Error') : answer(200, { endpoints: [endpoint('a')] }),
    );
    const client = createGatewayClient(transport, url);
    await expect(client.list()).rejects.toMatchObject({ status: 500 });
    broken = false;
    expect(await client.list()).toHaveLength(1);
  });

  it('hands on the signal of the caller', async () => {
    const { client, transport } = gateway({});
    await expect(client.invoke('a', {}, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow();
    expect(transport.requests.every(({ signal }) => signal?.aborted === true)).toBe(true);
  });
});

describe('a name', () => {
  it('is one segment of the path, in each gateway', async () => {
    const standalone = gateway({ '/api/2.0/endpoints/': answer(200, { endpoints: [] }) });
    await standalone.client.invoke('a/b', {}).catch(() => undefined);
    expect(standalone.transport.requests.at(-1)?.path).toBe('/gateway/a%2Fb/invocations');
    const tracking = gateway({ '/api/3.0/mlflow/gateway/endpoints/list': answer(200, {}) });
    await tracking.client.get('a&b').catch(() => undefined);
    expect(tracking.transport.requests.at(-1)?.path).toBe('/api/3.0/mlflow/gateway/endpoints/get?name=a%26b');
  });
});

describe('a summary', () => {
  it('tells shares and fallbacks of the models of a stored endpoint', () => {
    const mapping = (model_name: string, weight: number, linkage_type = 'PRIMARY') => ({
      model_definition: { provider: 'openai', model_name },
      weight,
      linkage_type,
    });
    expect(
      summaryOf({
        endpoint_id: 'e-1',
        name: 'mixed',
        model_mappings: [mapping('big', 3), mapping('small', 1), mapping('old', 0, 'FALLBACK')],
      }),
    ).toEqual({
      name: 'mixed',
      models: ['openai/big 75 %', 'openai/small 25 %', 'openai/old as fallback'],
      path: '/gateway/mixed/mlflow/invocations',
    });
  });

  it('does without what a gateway leaves out', () => {
    expect(summaryOf({ name: 'bare' })).toEqual({
      name: 'bare',
      models: [],
      path: '/gateway/bare/invocations',
    });
    expect(summaryOf({ endpoint_id: 'e', name: 'bare' }).models).toEqual([]);
  });
});
