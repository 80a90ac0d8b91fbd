import { inMemory, openStore } from '../store/sqlite.ts';
import type { EndpointRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/**
 * The store with its endpoints, permissions and secrets as they are now; what is counted and issued is not copied.
 * @param builtins the endpoints that nobody made, which are kept only where they were changed
 */
export function copyStore(store: Store, builtins: Iterable<EndpointRecord>, now: number): Store {
  const copy = openStore(inMemory, now);
  copy.transaction(() => {
    const kept = store.endpoints.list();
    for (const endpoint of kept) copy.endpoints.put(endpoint);
    for (const { id } of [...builtins, ...kept]) copy.permissions.replace(id, store.permissions.list(id));
    for (const scope of store.secrets.scopes()) {
      copy.secrets.putScope(scope);
      for (const secret of store.secrets.list(scope.name)) copy.secrets.put(scope.name, secret);
      for (const acl of store.secrets.acls(scope.name)) copy.secrets.putAcl(scope.name, acl);
    }
  });
  return { ...copy, usage: store.usage, requests: store.requests, tokens: store.tokens, meta: store.meta };
}
