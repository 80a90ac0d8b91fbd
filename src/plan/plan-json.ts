import { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
import { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import { UpdateNotifications } from '#schemas/api/notifications.ts';
import { ServingEndpointPermissionsRequest } from '#schemas/api/permissions.ts';
import {
  CreateScope,
  DeleteAcl,
  DeleteScope,
  DeleteSecret,
  PutAcl,
  PutSecret,
} from '#schemas/api/secrets.ts';
import { PatchSystemMetricsExportState } from '#schemas/api/system-metrics-export.ts';
import { PatchTelemetryConfig } from '#schemas/api/telemetry.ts';
import { PutRateLimits, TagsPatch } from '#schemas/api/update-bodies.ts';
import { dotPath } from '#schemas/dot-path.ts';
import * as z from 'zod';
import { UsageError } from '../errors.ts';
import { digestOf } from './seal.ts';
import { type Plan, planVersion, type ShownValue } from './types.ts';

/*
 * Reads saved plans. Building the schemas takes time, so only who reads one imports this file; writing is JSON.stringify.
 */

const text = z.string();
const path = z.array(z.union([text, z.int()]));

const call = <Name extends string, Body extends z.ZodType>(name: Name, body: Body) =>
  z.strictObject({ call: z.literal(name), endpoint: text, body, keys: z.array(text) });

const secretCall = <Name extends string, Body extends z.ZodType>(name: Name, body: Body) =>
  z.strictObject({ call: z.literal(name), body });

const step = z.discriminatedUnion('call', [
  call('create', CreateServingEndpoint),
  call('patch-tags', TagsPatch),
  call('update-notifications', UpdateNotifications),
  call('patch-system-metrics-export-state', PatchSystemMetricsExportState),
  call('put-rate-limits', PutRateLimits),
  call('put-ai-gateway', AiGatewayConfig),
  call('update-config', EndpointCoreConfigInput),
  call('patch-telemetry-config', PatchTelemetryConfig),
  call('update-permissions', ServingEndpointPermissionsRequest),
  call('set-permissions', ServingEndpointPermissionsRequest),
  z.strictObject({ call: z.literal('wait'), endpoint: text }),
  z.strictObject({ call: z.literal('delete'), endpoint: text }),
  secretCall('create-scope', CreateScope),
  secretCall('put-secret', PutSecret),
  secretCall('delete-secret', DeleteSecret),
  secretCall('delete-scope', DeleteScope),
  secretCall('put-secret-acl', PutAcl),
  secretCall('delete-secret-acl', DeleteAcl),
]);

const source = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('document'), endpoint: text, path }),
  z.strictObject({ from: z.literal('environment'), name: text, scope: text, key: text }),
  z.strictObject({ from: z.literal('file'), file: text, scope: text, key: text }),
]);

const value = z.json() as unknown as z.ZodType<ShownValue>;
const sides = { path: text, at: path.optional(), from: value.optional(), to: value.optional() };

const change = z.strictObject({
  ...sides,
  reason: z.enum(['added', 'removed', 'changed', 'order', 'resent']),
  why: text.optional(),
  effect: z.enum(['instant', 'deployment', 'replace']),
  call: z.enum(step.options.map(({ shape }) => shape.call.value)).exclude(['wait']),
});

const entry = z.strictObject({
  id: text,
  kind: z.enum(['secret-scope', 'secret', 'endpoint']),
  name: text,
  action: z.enum(['none', 'create', 'update', 'replace', 'delete']),
  changes: z.array(change),
  steps: z.array(z.strictObject({ step, withheld: z.array(z.strictObject({ path, source })) })),
  risks: z.array(z.enum(['replace', 'downtime', 'traffic'])),
  write_only: z.array(z.strictObject({ path: text, at: path.optional(), why: text, sent: z.boolean() })),
  ignored: z.array(z.strictObject({ ...sides, policy: text, why: text, source: text })),
  blocked: z.array(
    z.strictObject({
      code: z.enum([
        'replace-not-allowed',
        'replace-incomplete',
        'config-incomplete',
        'provided-by-databricks',
        'not-there',
        'secret-sources-differ',
        'permissions-unknown',
      ]),
      message: text,
      hint: text.optional(),
      at: path.optional(),
    }),
  ),
  after: z.array(text),
  busy: z.boolean(),
  fingerprint: z.strictObject({ desired: text.optional(), actual: text.optional() }),
});

const saved = z.strictObject({
  format: z.literal('servectl-plan'),
  version: z.literal(planVersion),
  kind: z.enum(['apply', 'destroy']),
  workspace: text.optional(),
  files: z.array(text).optional(),
  owner: text.optional(),
  caller: text.optional(),
  entries: z.array(entry),
  digest: text.optional(),
});

const noEdits = 'do not edit a plan; change the manifest and plan again';

/** A plan as JSON that people can read, too. */
export const formatPlan = (plan: Plan): string => `${JSON.stringify(plan, null, 2)}\n`;

/**
 * Reads a saved plan, and refuses one that it doesn't wholly understand: obeying half of a plan is worse than none.
 * @param name what messages call it: the path of the file
 * @param hash as for `sealed`
 * @throws UsageError where it is no plan, of another version, holds anything unknown, or was edited
 */
export function parsePlan(json: string, name: string, hash: (text: string) => string): Plan {
  const parsed = parseJson(json, name);
  const { format, version } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Partial<Plan>;
  if (format !== 'servectl-plan') {
    throw new UsageError(`${name} is no plan`, {
      hint: 'make one with `servectl diff -f … --out plan.json`',
    });
  }
  if (version !== planVersion) {
    throw new UsageError(
      `${name} is a plan of version ${String(version)}, and this servectl understands version ${planVersion}`,
      { hint: 'plan again, with the servectl that is to apply it' },
    );
  }
  const result = saved.safeParse(parsed);
  if (!result.success) throw refused(result.error, name);
  const plan = result.data as Plan;
  checkOrder(plan, name);
  // What was parsed may have lost its unknown keys: the digest is of what stands in the file.
  if (plan.digest !== digestOf(parsed as Plan, hash)) {
    throw new UsageError(`${name} was edited: it is not what --out has written`, { hint: noEdits });
  }
  return plan;
}

function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${name} is no JSON`, { cause: error, hint: 'a plan is written by `--out`' });
  }
}

function refused(error: z.ZodError, name: string): UsageError {
  const [issue] = error.issues;
  const at = issue ? dotPath(issue.path) : '';
  const what = issue?.code === 'unrecognized_keys' ? `unknown ${issue.keys.join(', ')}` : issue?.message;
  const place = at === '' ? '' : ` at ${at}`;
  return new UsageError(`${name} is no plan that can be applied: ${what ?? 'it does not fit'}${place}`, {
    hint: noEdits,
  });
}

/** Each entry comes once, and after those that it waits for: so no order can lead in a circle. */
function checkOrder({ entries }: Plan, name: string): void {
  const seen = new Set<string>();
  for (const { id, after } of entries) {
    const missing = after.find((other) => !seen.has(other));
    if (seen.has(id) || missing !== undefined) {
      const what =
        missing === undefined ? `${id} comes twice` : `${id} waits for ${missing}, which is not before it`;
      throw new UsageError(`${name} is no plan that can be applied: ${what}`, {
        hint: noEdits,
      });
    }
    seen.add(id);
  }
}
