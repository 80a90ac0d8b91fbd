import type { Context } from 'hono';
import type { Decoder } from '../decode.ts';
import { payloadLimits, readBytes } from '../invocations/read-body.ts';
import { malformed } from './api-fault.ts';
import type { LocalEnvironment } from './app.ts';

/** The request's JSON object, read by `decode`; no body at all is an empty one. @throws ApiFault 400 MALFORMED_REQUEST */
export async function readBody<Value>(c: Context<LocalEnvironment>, decode: Decoder<Value>): Promise<Value> {
  const bytes = await readBytes(c.req.raw, payloadLimits.custom);
  if (bytes.length === 0) return decode({}, '');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('Invalid JSON given in the body of the request - failed to parse given JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('Invalid JSON given in the body of the request - expected a map');
  }
  return decode(value, '');
}

/** Where the client reached the workspace: `http://127.0.0.1:8080`. */
export const originOf = (c: Context<LocalEnvironment>): string => new URL(c.req.url).origin;
