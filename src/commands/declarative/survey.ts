import { preflight, providedNotes } from '../../apply/preflight.ts';
import { readActual, type SeenState } from '../../apply/read-actual.ts';
import { digest } from '../../apply/digest.ts';
import { resolvePrincipals } from '../../apply/resolve-principals.ts';
import type { WorkspaceClient } from '../../client/workspace-client.ts';
import type { Context } from '../../context.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import { ServectlError } from '../../errors.ts';
import { createPermissionsCheck, plan as planApply } from '../../plan/plan.ts';
import type { Assessments } from '../../plan/plan-endpoint.ts';
import { planDestroy } from '../../plan/plan-destroy.ts';
import type { DesiredState, Plan, PlanOptions } from '../../plan/types.ts';
import { loadManifests, type LoadedManifests } from '../shared/load-manifests.ts';
import { placed, protectedFindings } from './findings.ts';
import { checkPlanningFlags, type PlanningFlags } from './planning-flags.ts';
import { secretValues, type SecretValues } from './secret-values.ts';
import { tellFindings, tellingFindings } from './tell-findings.ts';

/** Everything that is known before something is done: what is declared, what is there, what that leads to. */
export interface Survey {
  readonly client: WorkspaceClient;
  readonly manifests: LoadedManifests;
  readonly desired: DesiredState;
  readonly actual: SeenState;
  readonly options: PlanOptions;
  readonly plan: Plan;
  readonly values: SecretValues;
  /** What the workspace tells against carrying out the plan. */
  readonly findings: readonly Diagnostic[];
}

export interface SurveyOptions {
  /** The plan is about to be carried out: the values that it will send have to be there. */
  readonly sending: boolean;
  /** The plan is kept, or compared with one that was. */
  readonly fingerprints: boolean;
}

/**
 * Reads the manifests, looks at the workspace, and plans.
 * @throws InvalidInputError where the manifests themselves have errors: the workspace isn't asked then
 */
export async function survey(
  context: Context,
  kind: Plan['kind'],
  sources: readonly string[],
  flags: PlanningFlags,
  { sending, fingerprints }: SurveyOptions,
): Promise<Survey> {
  checkPlanningFlags(flags);
  const manifests = await readManifests(context, sources, flags);
  const [client, workspace] = await Promise.all([context.client(), context.workspace()]);
  const declared: DesiredState = {
    endpoints: manifests.endpoints.map(({ document }) => document),
    scopes: manifests.scopes.map(({ document }) => document),
  };
  const { desired, findings: unresolved } =
    kind === 'apply'
      ? await resolvePrincipals(client, declared, { signal: context.signal })
      : { desired: declared, findings: [] };
  const { owner, prune, allowReplace, sendWriteOnly } = flags;
  const checked = flags.preflight !== false && kind === 'apply';
  const options: PlanOptions = {
    hash: digest,
    fingerprints,
    workspace: workspace.text,
    files: sources,
    ...(owner !== undefined && { owner }),
    ...(prune !== undefined && { prune }),
    ...(allowReplace !== undefined && { allowReplace }),
    ...(sendWriteOnly !== undefined && { sendWriteOnly }),
  };
  const assessments: Assessments = new WeakMap();
  const needsPermissions = kind === 'apply' ? createPermissionsCheck(options, assessments) : () => false;
  const [actual, caller] = await Promise.all([
    readActual(client, desired, {
      needsPermissions,
      references: checked,
      ...(prune !== undefined && { prune }),
      signal: context.signal,
    }),
    [...desired.endpoints, ...(desired.scopes ?? [])].some(({ permissions }) => permissions)
      ? whoApplies(client, context.signal)
      : undefined,
  ]);
  const known: PlanOptions = { ...options, ...(caller !== undefined && { caller }) };
  const plan = (kind === 'apply' ? planApply : planDestroy)({ desired, actual, options: known, assessments });
  const values = secretValues(context, manifests);
  return {
    client,
    manifests,
    desired,
    actual,
    options: known,
    plan,
    values,
    findings: [
      ...protectedFindings(plan, manifests.endpoints),
      ...placed([...unresolved, ...providedNotes(plan)], manifests),
      ...(checked ? placed(preflight(plan, desired, actual), manifests) : []),
      ...(checked && sending && !context.globals.dryRun ? await values.missing(plan) : []),
    ],
  };
}

async function readManifests(
  context: Context,
  sources: readonly string[],
  flags: PlanningFlags,
): Promise<LoadedManifests> {
  const workspace = () => workspaceVariables(context);
  const manifests = await tellingFindings(context, flags.reporter, () =>
    loadManifests(context, sources, { ...flags, workspace }),
  );
  await tellFindings(context, manifests.diagnostics, flags.reporter);
  return manifests;
}

/** What `${workspace.…}` may name. */
export async function workspaceVariables(context: Context): Promise<Readonly<Record<string, unknown>>> {
  const [{ text }, client] = await Promise.all([context.workspace(), context.client()]);
  const { userName } = await client.currentUser.me({ signal: context.signal });
  return {
    host: text,
    current_user: {
      ...(userName !== undefined && { userName, short_name: userName.split('@', 1)[0] }),
    },
  };
}

/** Not worth failing for: without it nobody loses CAN_MANAGE. */
export async function whoApplies(client: WorkspaceClient, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.currentUser.me({ signal })).userName;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ServectlError) return undefined;
    throw error;
  }
}
