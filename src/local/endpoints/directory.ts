import { conflict, doesNotExist } from '../http/api-fault.ts';
import { look, settleForInvocation } from '../lifecycle.ts';
import type { EndpointRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/**
 * The endpoints of a workspace: those that are kept, and over them the ones that the workspace provides, of which only what was
 * changed is kept.
 */
export interface Directory {
  /** As it is kept, without looking at it. @throws ApiFault 404 */
  get(name: string): EndpointRecord;
  find(name: string): EndpointRecord | undefined;
  findById(id: string): EndpointRecord | undefined;
  list(): readonly EndpointRecord[];
  /** After a look at it, which may settle its deployment. @throws ApiFault 404 */
  look(name: string): EndpointRecord;
  /** After an invocation came for it. */
  findServing(name: string): EndpointRecord | undefined;
  put(endpoint: EndpointRecord): void;
  /** Reads, decides and writes as one. @throws ApiFault 404, and what `change` throws */
  change(name: string, change: Change): EndpointRecord;
  /**
   * As `change`, for what can't be done while an update is on its way. A refusal counts as a look, so that an instant deployment
   * doesn't keep refusing. @throws ApiFault 409
   */
  changeIdle(name: string, what: string, change: Change): EndpointRecord;
}

type Change = (endpoint: EndpointRecord) => EndpointRecord;

export function openDirectory(
  store: Store,
  builtins: ReadonlyMap<string, EndpointRecord>,
  now: () => number,
): Directory {
  const effective = (name: string, kept: EndpointRecord | undefined): EndpointRecord | undefined => {
    const builtin = builtins.get(name);
    if (!kept?.builtin) return kept ?? builtin;
    return builtin && overlaid(builtin, kept);
  };
  const find = (name: string): EndpointRecord | undefined => effective(name, store.endpoints.get(name));
  const get = (name: string): EndpointRecord => {
    const endpoint = find(name);
    if (!endpoint) throw doesNotExist(`Endpoint with name '${name}' does not exist.`);
    return endpoint;
  };
  /** Most looks change nothing, and take no lock. */
  const after = (
    step: (endpoint: EndpointRecord, at: number) => EndpointRecord,
    name: string,
  ): EndpointRecord | undefined => {
    const endpoint = find(name);
    if (!endpoint || step(endpoint, now()) === endpoint) return endpoint;
    return store.transaction(() => {
      const current = find(name);
      const next = current && step(current, now());
      if (next && next !== current) store.endpoints.put(next);
      return next;
    });
  };
  return {
    get,
    find,
    findById: (id) => {
      const builtin = [...builtins.values()].find((endpoint) => endpoint.id === id);
      const endpoint = find(builtin?.name ?? store.endpoints.getById(id)?.name ?? '');
      // What is kept of an alias that isn't asked for any more is not found.
      return endpoint?.id === id ? endpoint : undefined;
    },
    list: () => {
      const kept = new Map(store.endpoints.list().map((endpoint) => [endpoint.name, endpoint]));
      const names = [...new Set([...kept.keys(), ...builtins.keys()])].toSorted();
      return names.flatMap((name) => {
        const endpoint = effective(name, kept.get(name));
        if (!endpoint) return [];
        return look(endpoint, now()) === endpoint ? endpoint : (after(look, name) ?? []);
      });
    },
    look: (name) => after(look, name) ?? get(name),
    findServing: (name) => after(settleForInvocation, name),
    put: (endpoint) => {
      store.endpoints.put(endpoint);
    },
    change: (name, change) =>
      store.transaction(() => {
        const next = change(get(name));
        store.endpoints.put(next);
        return next;
      }),
    changeIdle: (name, what, change) => {
      const next = store.transaction(() => {
        const seen = look(get(name), now());
        const updating = seen.config_update === 'IN_PROGRESS';
        const result = updating ? seen : change(seen);
        store.endpoints.put(result);
        return updating ? undefined : result;
      });
      if (next) return next;
      throw conflict(
        `Endpoint ${name} is currently updating. Wait for the update to complete before updating its ${what}.`,
      );
    },
  };
}

/** What a user may change of a provided endpoint; all else is this version's own. */
function overlaid(builtin: EndpointRecord, kept: EndpointRecord): EndpointRecord {
  const { tags, ai_gateway, rate_limits, email_notifications, last_updated_timestamp } = kept;
  return {
    ...builtin,
    tags,
    last_updated_timestamp,
    ...(ai_gateway && { ai_gateway }),
    ...(rate_limits && { rate_limits }),
    ...(email_notifications && { email_notifications }),
  };
}
