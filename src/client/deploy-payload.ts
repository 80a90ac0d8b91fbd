import { UsageError } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The arguments of MLflow's `create_endpoint`. */
export interface CreateEndpointArguments {
  readonly name?: string | undefined;
  /** The API's create request (it then has a `config` of its own), or in the older style what belongs inside `config`. */
  readonly config?: Fields | undefined;
  /** Undefined says nothing; MLflow's Python default of `False` is not assumed. */
  readonly route_optimized?: boolean | undefined;
}

export interface CreatePayload {
  readonly body: Fields & { readonly name: string };
  /** A sentence for each thing that was taken, but could be said better. */
  readonly warnings: readonly string[];
}

/**
 * The create request that MLflow's deployment client would send, from either style of arguments.
 *
 * @throws UsageError where the name is missing, or an argument and the config contradict each other
 */
export function createPayload({
  name,
  config = {},
  route_optimized,
}: CreateEndpointArguments): CreatePayload {
  const isNewStyle = 'config' in config;
  const older = isNewStyle ? undefined : liftFromOlderStyle(config);
  const body = older?.body ?? config;
  const warnings = [
    ...(older?.warnings ?? []),
    ...agree('name', name, body['name'], isNewStyle),
    ...agree('route_optimized', route_optimized, body['route_optimized'], isNewStyle),
  ];
  const finalName = body['name'] ?? name;
  if (typeof finalName !== 'string' || finalName === '') {
    throw new UsageError('an endpoint needs a name', { hint: "pass 'name', or put 'name' into config" });
  }
  const optimized = body['route_optimized'] ?? route_optimized;
  return {
    body: { ...body, name: finalName, ...(optimized === undefined ? {} : { route_optimized: optimized }) },
    warnings,
  };
}

/** In the older style these stand inside `config`; the API wants them beside it. MLflow lifts the first two. */
const liftedByMlflow = ['tags', 'rate_limits'] as const;

/** MLflow leaves these where they stand, where the API refuses or ignores them. */
const liftedByUs = [
  'ai_gateway',
  'route_optimized',
  'description',
  'email_notifications',
  'budget_policy_id',
  'telemetry_config',
] as const;

function liftFromOlderStyle(config: Fields): { body: Fields; warnings: readonly string[] } {
  const inner: Record<string, unknown> = { ...config };
  const outer: Record<string, unknown> = {};
  const warnings = [
    "config in the older style: pass the API's create request instead, with its own 'config' inside",
  ];
  for (const key of ['name', ...liftedByMlflow, ...liftedByUs]) {
    const value = inner[key];
    Reflect.deleteProperty(inner, key);
    if (value === undefined || value === null || isEmptyList(value)) continue;
    outer[key] = value;
    if (liftedByUs.some((one) => one === key))
      warnings.push(`'${key}' belongs beside 'config', and is sent there`);
  }
  return { body: { config: inner, ...outer }, warnings };
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What is worth a word where an argument may also stand in the config. */
function agree(key: string, argument: unknown, inConfig: unknown, isNewStyle: boolean): readonly string[] {
  if (argument === undefined) return [];
  if (inConfig === undefined || inConfig === null) {
    return isNewStyle ? [`'${key}' is better passed inside config`] : [];
  }
  if (argument === inConfig) return [`'${key}' is given twice, as an argument and in config`];
  throw new UsageError(`${key} mismatch: ${show(argument)} as an argument, ${show(inConfig)} in config`, {
    hint: `give '${key}' in one place`,
  });
}

const show = (value: unknown): string => JSON.stringify(value);

/**
 * The one call that MLflow's deprecated `update_endpoint` makes: a config of `rate_limits` and nothing else goes to the
 * rate limits, anything else to the config, even where rate limits are in it.
 */
export function routeDeprecatedUpdate(config: Fields): 'rate-limits' | 'config' {
  const keys = Object.keys(config);
  return keys.length === 1 && keys[0] === 'rate_limits' ? 'rate-limits' : 'config';
}
