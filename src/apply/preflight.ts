import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Severity } from '../diagnostics.ts';
import type { Blocker, DesiredState, DocumentPath, Plan, PlanEntry } from '../plan/types.ts';
import type { SeenState } from './read-actual.ts';
import { secretReferences } from './secret-references.ts';

/** Something about a document that only the workspace can tell. */
export interface PreflightFinding {
  /** Which document: the endpoint's name; absent where none is to blame. */
  readonly endpoint?: string;
  /** Or the scope's, which has a document of its own. */
  readonly scope?: string;
  readonly path: DocumentPath;
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Everything that would keep the plan from being carried out well, found before anything is sent: secrets that nobody
 * provides, changes that no call makes, endpoints that are being deployed.
 */
export function preflight(plan: Plan, desired: DesiredState, actual: SeenState): readonly PreflightFinding[] {
  const documents = new Set(desired.endpoints.map(({ name }) => name));
  const scopes = new Set((desired.scopes ?? []).map(({ scope }) => scope));
  return [
    ...(plan.kind === 'apply' ? missingSecrets(desired, actual) : []),
    ...plan.entries.flatMap((entry) => {
      const place =
        entry.kind === 'endpoint' && documents.has(entry.name)
          ? { endpoint: entry.name }
          : entry.kind === 'secret-scope' && scopes.has(entry.name)
            ? { scope: entry.name }
            : {};
      return [
        ...entry.blocked.map((blocker) => ({ ...place, ...fromBlocker(blocker, entry) })),
        ...busyNotes(entry).map((finding) => ({ ...place, ...finding })),
      ];
    }),
  ];
}

/** What a destroy leaves, and why. Whatever was set on it stays until it is set otherwise. */
export const providedNotes = (plan: Plan): readonly PreflightFinding[] =>
  plan.entries
    .filter(({ kind, action }) => plan.kind === 'destroy' && kind === 'endpoint' && action === 'none')
    .map(({ name }) => ({
      endpoint: name,
      path: ['name'],
      code: 'provided-stays',
      severity: 'warning',
      message: `endpoint ${name} is provided by Databricks and is not deleted; gateway, rate limits and permissions that were set on it stay`,
      hint: 'reset them by applying the manifest with `ai_gateway: {}`, `rate_limits: []` and `permissions: []`, those of them that it declares',
    }));

/** A blocker that has no place of its own is shown at the change that it is about, or at the endpoint's name. */
function fromBlocker({ code, message, hint, at }: Blocker, { changes }: PlanEntry): PreflightFinding {
  const change =
    code === 'replace-not-allowed' ? changes.find(({ effect }) => effect === 'replace') : undefined;
  return {
    code,
    severity: 'error',
    path: at ?? change?.at ?? ['name'],
    message,
    ...(hint !== undefined && { hint }),
  };
}

function busyNotes({ busy, action, name }: PlanEntry): readonly PreflightFinding[] {
  if (!busy || action === 'none' || action === 'delete') return [];
  const message = `endpoint ${name} is being deployed at present; an apply waits for that, and plans it afresh`;
  return [{ code: 'endpoint-busy', severity: 'note', path: ['name'], message }];
}

function missingSecrets(desired: DesiredState, actual: SeenState): readonly PreflightFinding[] {
  const provided = new Set(
    desired.endpoints.flatMap(({ secrets = [] }) => secrets.map(({ scope, key }) => idOf(scope, key))),
  );
  const declared = new Set((desired.scopes ?? []).map(({ scope }) => scope.toLowerCase()));
  const live = new Map(
    [...(actual.scopes ?? [])].map(([scope, keys]) => [scope.toLowerCase(), new Set(keys)]),
  );
  const find = (document: EndpointDocument): readonly PreflightFinding[] =>
    secretReferences(document).flatMap(({ scope, key, path }): readonly PreflightFinding[] => {
      const keys = live.get(scope.toLowerCase());
      if (provided.has(idOf(scope, key)) || keys?.has(key)) return [];
      const place = { endpoint: document.name, path } as const;
      if (actual.unreadable.has(scope.toLowerCase())) return [{ ...place, ...unreadable(scope, key) }];
      const isThere = keys !== undefined || declared.has(scope.toLowerCase());
      return [{ ...place, ...(isThere ? missingKey(scope, key) : missingScope(scope, key)) }];
    });
  return desired.endpoints.flatMap(find);
}

const idOf = (scope: string, key: string): string => `${scope.toLowerCase()}/${key}`;

const missingKey = (scope: string, key: string) =>
  ({
    code: 'secret-missing',
    severity: 'error',
    message: `there is no secret ${key} in scope ${scope}`,
    hint: `store it with \`servectl secrets put ${scope} ${key}\`, or say under \`secrets\` where its value comes from`,
  }) as const;

const missingScope = (scope: string, key: string) =>
  ({
    code: 'scope-missing',
    severity: 'error',
    message: `there is no secret scope ${scope}`,
    hint: `make it with \`servectl secrets create-scope ${scope}\` and \`servectl secrets put ${scope} ${key}\`, or say under \`secrets\` where the value comes from`,
  }) as const;

const unreadable = (scope: string, key: string) =>
  ({
    code: 'scope-unreadable',
    severity: 'warning',
    message: `whether secret ${key} is in scope ${scope} can't be told: its keys may not be listed`,
    hint: 'READ on the scope would allow it; the endpoint reads the secret as whoever created the endpoint',
  }) as const;
