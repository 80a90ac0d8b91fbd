import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import { canonical } from './compare.ts';
import { fingerprintOfEndpoint } from './fingerprint.ts';
import { isBusy } from './normalize.ts';
import { ownerOf } from './ownership.ts';
import { type DeclaredSecrets, liveSecrets, scopeId, secretId } from './plan-secrets.ts';
import { isProvided } from './provided.ts';
import { risksOf } from './risks.ts';
import type { SecretStep } from './secret-step.ts';
import type { ActualState, DesiredState, LiveEndpoint, PlanEntry, PlanOptions } from './types.ts';

const entry = { risks: [], write_only: [], ignored: [], blocked: [], busy: false, after: [] } as const;

/** Deletes what carries the tag of the owner and is declared no more: nothing else, and nothing that Databricks provides. */
export function planPrune(
  desired: DesiredState,
  { listed = [] }: ActualState,
  { prune, owner, hash }: PlanOptions,
): readonly PlanEntry[] {
  if (prune !== true || owner === undefined) return [];
  const declared = new Set(desired.endpoints.map(({ name }) => name));
  return listed
    .filter(({ name, tags }) => !declared.has(name) && ownerOf(tags) === owner)
    .filter((row) => !isProvided(row.name, row))
    .map((row) => ({ ...deleteEndpoint(row), fingerprint: { actual: hash(canonical([row.id, row.tags])) } }));
}

/** Deletes the declared endpoints that are there. What Databricks provides stays as it is. */
export function deleteEndpoints(
  desired: DesiredState,
  { endpoints }: ActualState,
  { hash }: PlanOptions,
): readonly PlanEntry[] {
  const found = new Map<string, LiveEndpoint>();
  for (const { name } of desired.endpoints) {
    const live = endpoints.get(name);
    if (live) found.set(name, live);
  }
  return [...found.values()].map((live) => ({
    ...(isProvided(live.endpoint.name, live.endpoint)
      ? leaveEndpoint(live.endpoint)
      : { ...deleteEndpoint(live.endpoint), busy: isBusy(live.endpoint) }),
    fingerprint: { actual: fingerprintOfEndpoint(live, hash) },
  }));
}

const leaveEndpoint = ({ name }: ServingEndpoint): Omit<PlanEntry, 'fingerprint'> => ({
  ...entry,
  id: `endpoint/${name}`,
  kind: 'endpoint',
  name,
  action: 'none',
  changes: [],
  steps: [],
});

function deleteEndpoint({ name }: ServingEndpoint): Omit<PlanEntry, 'fingerprint'> {
  return {
    ...entry,
    id: `endpoint/${name}`,
    kind: 'endpoint',
    name,
    action: 'delete',
    changes: [],
    steps: [{ step: { call: 'delete', endpoint: name }, withheld: [] }],
    risks: risksOf('delete', [], true),
  };
}

/**
 * Deletes the declared secrets that are there, and their scopes: one that is declared by itself, and one that held
 * nothing else.
 * @param after the entries that have to be gone before: endpoints still read the secrets
 */
export function deleteSecrets(
  { scopes, secrets }: DeclaredSecrets,
  ownScopes: ReadonlySet<string>,
  actual: ActualState,
  { hash }: PlanOptions,
  after: readonly string[],
): readonly PlanEntry[] {
  const live = liveSecrets(actual);
  const gone = [...secrets.values()].filter(({ source: { scope, key } }) =>
    live.get(scopeId(scope))?.includes(key),
  );
  const goneIds = new Set(gone.map(({ id }) => id));
  const empty = [...scopes].filter(([id, { scope }]) => {
    const keys = live.get(id);
    return keys && (ownScopes.has(id) || keys.every((key) => goneIds.has(secretId(scope, key))));
  });
  const remove = (id: string, name: string, step: SecretStep, waits: readonly string[]): PlanEntry => ({
    ...entry,
    id,
    kind: step.call === 'delete-scope' ? 'secret-scope' : 'secret',
    name,
    action: 'delete',
    changes: [],
    steps: [{ step, withheld: [] }],
    after: waits,
    fingerprint: { actual: hash(id) },
  });
  return [
    ...gone.map(({ id, source: { scope, key } }) =>
      remove(id, `${scope}/${key}`, { call: 'delete-secret', body: { scope, key } }, after),
    ),
    ...empty.map(([id, { scope }]) => {
      const inside = (live.get(id) ?? [])
        .map((key) => secretId(scope, key))
        .filter((each) => goneIds.has(each));
      return remove(id, scope, { call: 'delete-scope', body: { scope } }, [...after, ...inside]);
    }),
  ];
}
