import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { startServer, type SeenRequest, type TestServer } from './http-server.ts';

/** One request that a real gateway was sent, and its answer. */
interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly request?: unknown;
  readonly status: number;
  readonly content_type: string;
  readonly json?: unknown;
  readonly text?: string;
}

export type GatewayKind = 'standalone' | 'tracking-server';

interface GatewayOptions {
  /** Everything is below this path, as behind a proxy. */
  readonly prefix?: string;
  /** The `Authorization` header that each request must have. */
  readonly authorization?: string;
}

const recordings = (kind: GatewayKind): readonly Exchange[] => {
  const file = new URL(`../fixtures/gateway/${kind}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { exchanges: readonly Exchange[] }).exchanges;
};

/** A server that answers as one of MLflow's gateways was recorded to answer; a request that was not recorded is not found. */
export function startGateway(kind: GatewayKind, options: GatewayOptions = {}): Promise<TestServer> {
  const exchanges = recordings(kind);
  const { prefix = '', authorization } = options;
  return startServer((request, response) => {
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      response.writeHead(401, { 'content-type': 'text/html; charset=utf-8' });
      response.end('You are not authenticated. Please see https://mlflow.org for how to authenticate.');
      return;
    }
    const { status, content_type, json, text } = find(exchanges, request, prefix);
    response.writeHead(status, { 'content-type': content_type });
    response.end(text ?? JSON.stringify(json));
  });
}

function find(exchanges: readonly Exchange[], { method, path, body }: SeenRequest, prefix: string): Exchange {
  const sent: unknown = body === '' ? undefined : JSON.parse(body);
  const isOf = (exchange: Exchange): boolean =>
    exchange.method === method &&
    prefix + exchange.path === path &&
    isDeepStrictEqual(exchange.request, sent);
  const found = exchanges.find(isOf) ?? exchanges.find((exchange) => exchange.path === '/elsewhere');
  if (!found) throw new Error('the answer for what is not found was not recorded');
  return found;
}
