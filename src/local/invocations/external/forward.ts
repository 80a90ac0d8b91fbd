import { ServectlError } from '../../../errors.ts';
import { readText } from '../../../http/body.ts';
import type { HttpResponse, Transport } from '../../../http/transport.ts';
import { ApiFault } from '../../http/api-fault.ts';
import type { Dialect } from '../../models/local-echo.ts';
import type { EntityAnswer } from '../entity-answer.ts';
import { place, type ExternalCall } from './call.ts';
import { operationOf, providerBody } from './operation.ts';
import { providerFault, scrub } from './provider-error.ts';
import { relay } from './relay.ts';
import { targetOf, type Target, type TargetServices } from './target.ts';
import { TokenMeter } from './token-meter.ts';

/** A model may think for minutes before its first word. */
const inactivityMs = 300_000;
const maxDocumentBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;

export interface ForwardServices extends TargetServices {
  upstream(origin: string): Transport;
}

/**
 * Sends a call on to its provider and hands back what that answers. A stream is handed on frame by frame, as it comes.
 * Nothing is tried twice: the client decides that.
 * @throws ApiFault the provider's refusal, or why it could not be asked; never with a credential in it
 */
export async function forward(
  services: ForwardServices,
  call: ExternalCall,
  dialect: Dialect,
  settle: (tokens: number) => void,
): Promise<EntityAnswer> {
  const target = targetOf(services, call, operationOf(call, dialect));
  const response = await send(services, call, target);
  const meter = new TokenMeter(call.body);
  if (response.headers['content-type']?.startsWith('text/event-stream')) {
    return {
      kind: 'stream',
      chunks: relay(response.body, { secret: target.secret, meter, settle, signal: call.signal }),
    };
  }
  const json = await readAnswer(response, call);
  try {
    meter.observe(JSON.parse(json));
  } catch {
    throw providerFault(call.model.provider, 502, 'the provider answered something other than JSON');
  }
  settle(meter.tokens);
  return { kind: 'document', json };
}

async function send(services: ForwardServices, call: ExternalCall, target: Target): Promise<HttpResponse> {
  let response: HttpResponse;
  try {
    response = await services.upstream(target.url.origin).send({
      method: 'POST',
      path: `${target.url.pathname}${target.url.search}`,
      headers: { 'content-type': 'application/json', ...target.headers },
      body: JSON.stringify(providerBody(call)),
      retry: 'never',
      timeouts: { inactivity: inactivityMs },
      signal: call.signal,
    });
  } catch (error) {
    throw failure(error, call, `The provider of ${place(call)} at ${target.url.origin} can't be reached`);
  }
  if (response.status >= 200 && response.status < 300) return response;
  const body = await readText(response, { maxBytes: maxErrorBytes }).catch(() => '');
  const said = scrub(body, target.secret);
  throw providerFault(call.model.provider, response.status, said, response.headers['retry-after']);
}

async function readAnswer(response: HttpResponse, call: ExternalCall): Promise<string> {
  try {
    return await readText(response, { maxBytes: maxDocumentBytes });
  } catch (error) {
    throw failure(error, call, `The answer of the provider of ${place(call)} broke off`);
  }
}

/** What kept a provider's answer from coming, told to the client, if that is still there. */
function failure(error: unknown, call: ExternalCall, what: string): unknown {
  if (call.signal.aborted) return new ApiFault(499, 'CANCELLED', 'The client has gone.');
  if (!(error instanceof ServectlError)) return error;
  const [status, code] = error.code.includes('TIMEOUT')
    ? ([504, 'DEADLINE_EXCEEDED'] as const)
    : ([502, 'INTERNAL_ERROR'] as const);
  return new ApiFault(status, code, `${what}: ${error.message}`);
}
