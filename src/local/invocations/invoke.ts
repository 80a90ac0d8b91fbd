import { ApiFault } from '../http/api-fault.ts';
import type { Caller } from '../http/app.ts';
import type { InvocationServices } from '../invocation-services.ts';
import { admit } from '../limits-ledger.ts';
import { rulesFor } from '../limits.ts';
import type { JsonObject } from '../models/answer.ts';
import type { Dialect } from '../models/local-echo.ts';
import type { ConfigRecord, EndpointRecord, EntityRecord } from '../store/records.ts';
import type { EntityAnswer } from './entity-answer.ts';
import type { SentBody } from './entity-call.ts';
import { serveEntity } from './serve-entity.ts';
import { entitiesToTry } from './traffic.ts';

export interface Invocation {
  readonly endpoint: EndpointRecord;
  /** The served entity that the path names; absent where traffic decides. */
  readonly served?: string;
  readonly body: JsonObject;
  readonly sent: SentBody;
  readonly dialect: Dialect;
  readonly caller: Caller;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Told of each entity before it is asked. */
  readonly onEntity: (entity: EntityRecord) => void;
}

/** Every caller of a local workspace administers it. */
const groups = ['users', 'admins'] as const;

/**
 * Answers one invocation: state, limits, then the served entities in turn until one answers.
 * @throws ApiFault what the client is told instead; after a fallback, the last entity's refusal
 */
export async function invoke(services: InvocationServices, invocation: Invocation): Promise<EntityAnswer> {
  const { endpoint, caller } = invocation;
  const config = servingConfig(endpoint);
  const candidates = candidatesFor(services, invocation, config);
  const settle = admit(services.store, services.options.clock, endpoint, rulesFor(endpoint, caller, groups));

  let refusal: unknown = notFound();
  for (const entity of candidates) {
    invocation.onEntity(entity);
    try {
      return await serveEntity(services, { ...invocation, entity, settle: settle ?? (() => undefined) });
    } catch (error) {
      refusal = error;
      if (!mayFallBack(error)) break;
    }
  }
  throw refusal;
}

/**
 * The endpoint of that name.
 * @throws ApiFault 404 in the words of the data plane, which differ from the control plane's
 */
export function findEndpoint(services: InvocationServices, name: string): EndpointRecord {
  const endpoint = services.findServing(name);
  if (endpoint === undefined) throw notFound();
  return endpoint;
}

const notFound = (): ApiFault =>
  new ApiFault(
    404,
    'ENDPOINT_NOT_FOUND',
    'The given endpoint does not exist, please retry after checking the specified model and version deployment exists.',
  );

function servingConfig(endpoint: EndpointRecord): ConfigRecord {
  if (endpoint.stopped) {
    const message = 'The given endpoint is stopped, please retry after starting the endpoint.';
    throw new ApiFault(400, 'BAD_REQUEST', message);
  }
  if (endpoint.config) return endpoint.config;
  const state = endpoint.pending
    ? `is not ready: its config update is ${endpoint.config_update}. Please retry once it is READY.`
    : 'serves nothing: it has no config.';
  throw new ApiFault(400, 'BAD_REQUEST', `The given endpoint '${endpoint.name}' ${state}`);
}

function candidatesFor(
  { options: { random = Math.random } }: InvocationServices,
  { endpoint, served }: Invocation,
  config: ConfigRecord,
): readonly EntityRecord[] {
  const fallback = endpoint.ai_gateway?.fallback_config?.enabled ?? false;
  if (served === undefined) return entitiesToTry(config, fallback, random);
  return config.served_entities.filter(({ name }) => name === served);
}

/** "On certain failures (429 and 5xx) the other served entities are tried in order." (AI Gateway fallbacks) */
const mayFallBack = (error: unknown): boolean =>
  error instanceof ApiFault && (error.status === 429 || error.status >= 500);
