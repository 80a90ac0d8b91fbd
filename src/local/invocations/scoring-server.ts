import { ServectlError } from '../../errors.ts';
import { readText } from '../../http/body.ts';
import type { HttpResponse } from '../../http/transport.ts';
import { ApiFault, type FaultStatus } from '../http/api-fault.ts';
import type { InvocationServices } from '../invocation-services.ts';
import type { JsonObject } from '../models/answer.ts';
import type { EntityAnswer } from './entity-answer.ts';
import { relay } from './external/relay.ts';
import { TokenMeter } from './external/token-meter.ts';
import type { EntityCall } from './entity-call.ts';

/** What Databricks gives a custom model for one answer ("Model Serving limits"). */
const inactivityMs = 297_000;
const maxDocumentBytes = 64 * 1024 * 1024;
const maxErrorBytes = 1024 * 1024;

/**
 * Asks a custom model where it runs: an MLflow scoring server (`mlflow models serve`), or what else answers
 * `POST /invocations`. The body goes there byte for byte, so that numbers and CSV arrive as they were sent.
 * @param base of the server, as `http://127.0.0.1:5001`
 * @throws ApiFault the model's refusal, with its status, code and message; 502 or 504 where it could not be asked
 */
export async function askScoringServer(
  services: Pick<InvocationServices, 'upstream'>,
  call: EntityCall,
  base: string,
): Promise<EntityAnswer> {
  const { settle, signal } = call;
  const response = await send(services, call, new URL(base));
  const meter = new TokenMeter(call.body);
  if (response.headers['content-type']?.startsWith('text/event-stream')) {
    return { kind: 'stream', chunks: relay(response.body, { secret: undefined, meter, settle, signal }) };
  }
  const json = await readText(response, { maxBytes: maxDocumentBytes }).catch((error: unknown) => {
    throw lost(error, call, base);
  });
  const answer = parsed(json);
  if (answer === undefined) throw new ApiFault(502, 'INTERNAL_ERROR', `${place(call)} answered no JSON.`);
  meter.observe(answer);
  settle(meter.tokens);
  return { kind: 'document', json };
}

async function send(
  services: Pick<InvocationServices, 'upstream'>,
  call: EntityCall,
  { origin, pathname }: URL,
): Promise<HttpResponse> {
  let response: HttpResponse;
  try {
    response = await services.upstream(origin).send({
      method: 'POST',
      path: `${pathname.replace(/\/+$/, '')}/invocations`,
      headers: { 'content-type': call.sent.contentType ?? 'application/json' },
      body: call.sent.bytes,
      retry: 'never',
      timeouts: { inactivity: inactivityMs },
      signal: call.signal,
    });
  } catch (error) {
    throw lost(error, call, origin);
  }
  if (response.status >= 200 && response.status < 300) return response;
  throw refusal(response.status, await readText(response, { maxBytes: maxErrorBytes }).catch(() => ''), call);
}

/** A model's own error stays what it is; the traceback inside it is for its server's log. */
function refusal(status: number, body: string, call: EntityCall): ApiFault {
  const { error_code, message } = parsed(body) ?? {};
  const known = statuses.find((one) => one === status) ?? (status < 500 ? 400 : 502);
  return new ApiFault(
    known,
    typeof error_code === 'string' ? error_code : known < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR',
    typeof message === 'string'
      ? message
      : `${place(call)} answered with HTTP ${status}: ${body.slice(0, 1000)}`,
  );
}

const statuses: readonly FaultStatus[] = [400, 404, 413, 415, 422, 429, 500, 501, 503, 504];

/** What kept an answer from coming, told to the client, if that is still there. */
function lost(error: unknown, call: EntityCall, base: string): unknown {
  if (call.signal.aborted) return new ApiFault(499, 'CANCELLED', 'The client has gone.');
  if (!(error instanceof ServectlError)) return error;
  const [status, code] = error.code.includes('TIMEOUT')
    ? ([504, 'DEADLINE_EXCEEDED'] as const)
    : ([502, 'INTERNAL_ERROR'] as const);
  return new ApiFault(status, code, `${place(call)} at ${base} can't be asked: ${error.message}`);
}

const place = ({ endpoint, entity }: EntityCall): string =>
  `The scoring server of the served entity '${entity.name}' of endpoint '${endpoint.name}'`;

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
