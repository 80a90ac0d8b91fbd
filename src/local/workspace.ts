import type { Transport } from '../http/transport.ts';
import { builtinEndpoints } from './endpoints/builtins.ts';
import { openDirectory } from './endpoints/directory.ts';
import { injectFaults, type PastState } from './faults/middleware.ts';
import { copyStore } from './faults/past.ts';
import { createRouter } from './http/router.ts';
import type { InvocationServices } from './invocation-services.ts';
import type { LocalWorkspaceOptions } from './options.ts';
import { credentialContext, secretContext, type ControlServices } from './services.ts';
import { openStore } from './store/sqlite.ts';
import { openVault } from './vault.ts';

/** A workspace in this process: the control plane, the data plane and OAuth of Databricks model serving, over one SQLite file. */
export interface LocalWorkspace {
  /**
   * Answers a request as a workspace on the network does; asks for credentials where `requireAuth` is set.
   * @param breakOff ends the connection, where there is one, once what was written has left
   * @throws LostConnection where a fault takes the connection away
   */
  fetch(request: Request, breakOff?: () => void): Promise<Response>;
  /** As `fetch`, for a caller in the same process: no credentials are asked for. */
  fetchTrusted(request: Request): Promise<Response>;
  /** Lets go of the file and of the transports to providers. Requests after it fail. */
  close(): Promise<void>;
}

/**
 * Opens the workspace that `options.path` keeps, making it where it is missing.
 * @throws ServectlError with a code that starts with `LOCAL_STORE_`
 */
export function openLocalWorkspace(options: LocalWorkspaceOptions): Promise<LocalWorkspace> {
  // A promise, though SQLite is synchronous: what opens a workspace shouldn't depend on that.
  return Promise.resolve().then(() => open(options));
}

function open(options: LocalWorkspaceOptions): LocalWorkspace {
  const now = (): number => options.clock.now();
  const store = openStore(options.path, now());
  const vault = openVault(options.path, store);
  const builtins = builtinEndpoints(options, store.meta);
  const directory = openDirectory(store, builtins, now);
  const upstreams = new Map<string, Transport>();
  const control: ControlServices = { options, store, vault, directory, now };
  const invocations: InvocationServices = {
    options,
    store,
    findServing: (name) => directory.findServing(name),
    upstream: (origin) => {
      const transport = upstreams.get(origin) ?? options.openUpstream(origin);
      upstreams.set(origin, transport);
      return transport;
    },
    readSecret: (scope, key) => {
      const secret = store.secrets.get(scope, key);
      return secret && vault.open(secret.value, secretContext(scope, key));
    },
    openCredential: (endpoint, _entity, value) =>
      vault.open(value, credentialContext(endpoint.id)).toString(),
  };
  const faults = options.faults && injectFaults(options.faults, { clock: options.clock, remember });
  const router = createRouter(control, invocations, faults?.middleware);

  function remember(): PastState {
    const copy = copyStore(store, builtins.values(), now());
    // The request is told of by whom it came to.
    const silent = { ...options, onRequest: () => undefined };
    const past = { ...control, options: silent, store: copy, directory: openDirectory(copy, builtins, now) };
    const reader = createRouter(past, invocations);
    return { answer: async (request, env) => reader.fetch(request, env), close: () => copy.close() };
  }

  return {
    fetch: async (request, breakOff) =>
      router.fetch(request, { trusted: false, ...(breakOff && { breakOff }) }),
    fetchTrusted: async (request) => router.fetch(request, { trusted: true }),
    close: async () => {
      await Promise.all([...upstreams.values()].map((transport) => transport.close()));
      faults?.close();
      store.close();
    },
  };
}
