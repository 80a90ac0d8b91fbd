import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { SecretSource } from '#schemas/manifest/secret-source.ts';
import { parseSecretReference } from '#schemas/secret-reference.ts';
import { aclsUnknown, secretSourcesDiffer } from './blockers.ts';
import { canonical } from './compare.ts';
import { hiddenValue } from './credentials.ts';
import { planAcls } from './plan-acls.ts';
import type {
  ActualState,
  DesiredScope,
  DesiredState,
  PlanEntry,
  PlannedStep,
  PlanOptions,
  ValueSource,
} from './types.ts';

/** A secret that manifests declare, once, however many of them do. */
interface DeclaredSecret {
  readonly id: string;
  readonly source: SecretSource;
  readonly differs: boolean;
}

/** Scopes and secrets that manifests declare, by the ids of their entries. */
export interface DeclaredSecrets {
  readonly scopes: ReadonlyMap<string, DesiredScope>;
  readonly secrets: ReadonlyMap<string, DeclaredSecret>;
}

/** Names of scopes are the same in upper and lower case (Databricks REST reference, Secrets). */
export const scopeId = (scope: string): string => `secret-scope/${scope.toLowerCase()}`;
export const secretId = (scope: string, key: string): string => `secret/${scope.toLowerCase()}/${key}`;

export function declaredSecrets({ endpoints, scopes = [] }: DesiredState): DeclaredSecrets {
  const found = new Map<string, DesiredScope>();
  const secrets = new Map<string, DeclaredSecret>();
  for (const scope of scopes) found.set(scopeId(scope.scope), scope);
  for (const source of endpoints.flatMap((document) => document.secrets ?? [])) {
    const id = secretId(source.scope, source.key);
    const other = secrets.get(id);
    const differs = other !== undefined && (other.differs || sourceOf(other.source) !== sourceOf(source));
    secrets.set(id, { id, source: other?.source ?? source, differs });
    if (!found.has(scopeId(source.scope))) found.set(scopeId(source.scope), { scope: source.scope });
  }
  return { scopes: found, secrets };
}

const sourceOf = ({ from_env, from_file }: SecretSource): string => canonical({ from_env, from_file });

/** Keys of the secrets that exist, by the ids of their scopes' entries. */
export const liveSecrets = ({
  scopes,
}: Pick<ActualState, 'scopes'>): ReadonlyMap<string, readonly string[]> =>
  new Map([...(scopes ?? [])].map(([scope, keys]) => [scopeId(scope), keys]));

/** Scopes first, then what is kept in them. Only that they are there can be compared. */
export function planSecrets(
  { scopes, secrets }: DeclaredSecrets,
  actual: ActualState,
  options: PlanOptions,
): readonly PlanEntry[] {
  const live = liveSecrets(actual);
  return [
    ...[...scopes].map(([id, scope]) => planScope(id, scope, live.has(id), actual, options)),
    ...[...secrets.values()].map((secret) => {
      const { scope, key } = secret.source;
      return planSecret(secret, live.get(scopeId(scope))?.includes(key) ?? false, options);
    }),
  ];
}

const entry = {
  steps: [],
  risks: [],
  write_only: [],
  ignored: [],
  blocked: [],
  busy: false,
} as const;

function planScope(
  id: string,
  scope: DesiredScope,
  exists: boolean,
  { acls }: ActualState,
  { hash, caller }: PlanOptions,
): PlanEntry {
  const { permissions, ...created } = scope;
  const live = exists ? acls?.get(scope.scope.toLowerCase()) : undefined;
  const { changes, ignored, steps } = planAcls(scope, live, caller);
  const base = { ...entry, id, kind: 'secret-scope', name: scope.scope, after: [], ignored } as const;
  const desired = hash(canonical(scope));
  const planned = steps.map((step) => ({ step, withheld: [] }));
  if (!exists) {
    const call = 'create-scope';
    return {
      ...base,
      action: 'create',
      changes: [{ path: 'scope', to: scope.scope, reason: 'added', effect: 'instant', call }, ...changes],
      steps: [{ step: { call, body: created }, withheld: [] }, ...planned],
      fingerprint: { desired },
    };
  }
  // What is not declared is left alone, and nobody looks at it.
  if (!permissions)
    return { ...base, action: 'none', changes: [], fingerprint: { desired, actual: hash(id) } };
  return {
    ...base,
    action: changes.length > 0 ? 'update' : 'none',
    changes,
    steps: planned,
    blocked: live ? [] : [aclsUnknown(scope.scope)],
    fingerprint: { desired, actual: hash(canonical([id, live])) },
  };
}

function planSecret(
  { id, source, differs }: DeclaredSecret,
  exists: boolean,
  options: PlanOptions,
): PlanEntry {
  const { scope, key } = source;
  const sends = !exists || options.sendWriteOnly === true;
  const call = 'put-secret';
  return {
    ...entry,
    id,
    kind: 'secret',
    name: `${scope}/${key}`,
    action: sends ? (exists ? 'update' : 'create') : 'none',
    changes: sends
      ? [{ path: 'value', to: hiddenValue, reason: exists ? 'resent' : 'added', effect: 'instant', call }]
      : [],
    steps: sends ? [putStep(source)] : [],
    write_only: [{ path: 'value', why: secretValueWhy, sent: sends }],
    blocked: differs ? [secretSourcesDiffer(scope, key)] : [],
    after: [scopeId(scope)],
    fingerprint: {
      desired: options.hash(canonical(source)),
      ...(exists && { actual: options.hash(id) }),
    },
  };
}

const secretValueWhy = 'the value of a secret is never told; only that the secret is there can be compared';

function putStep(source: SecretSource): PlannedStep {
  const { scope, key } = source;
  const step = { call: 'put-secret', body: { scope, key } } as const;
  return { step, withheld: [{ path: ['string_value'], source: valueSource(source) }] };
}

const valueSource = ({ scope, key, from_env, from_file }: SecretSource): ValueSource =>
  from_env === undefined
    ? { from: 'file', file: from_file ?? '', scope, key }
    : { from: 'environment', name: from_env, scope, key };

/** The entries that an endpoint waits for: its own secrets, and those that it refers to and any manifest declares. */
export function secretsOf(document: EndpointDocument, { secrets }: DeclaredSecrets): readonly string[] {
  if (secrets.size === 0) return [];
  const named = (document.secrets ?? []).map(({ scope, key }) => secretId(scope, key));
  const referred = [...texts(document.config)].flatMap((text) => {
    const reference = parseSecretReference(text);
    return reference.ok ? [secretId(reference.scope, reference.key)] : [];
  });
  return [...new Set([...named, ...referred])].filter((id) => secrets.has(id));
}

function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) yield* texts(part);
  }
}
