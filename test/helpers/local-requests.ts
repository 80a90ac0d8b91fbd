import type { LocalCaller } from './local.ts';

export const endpoints = '/api/2.0/serving-endpoints';

/** A served entity with an external model of OpenAI. */
export const external = (name: string, config: Readonly<Record<string, unknown>> = {}) => ({
  name,
  external_model: {
    name: 'gpt-4.1',
    provider: 'openai',
    task: 'llm/v1/chat',
    openai_config: { openai_api_key: '{{secrets/llm/key}}', ...config },
  },
});

/** A served entity with a registered model. */
export const custom = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  entity_name: 'main.default.ranker',
  entity_version: '3',
  workload_size: 'Small',
  scale_to_zero_enabled: true,
  ...more,
});

export const route = (served_entity_name: string, traffic_percentage: number) => ({
  served_entity_name,
  traffic_percentage,
});

/** What tests look at of an endpoint's answer. */
export interface EndpointAnswer {
  readonly id: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly config?: ConfigAnswer;
  readonly pending_config?: ConfigAnswer;
  readonly tags?: unknown;
  readonly [field: string]: unknown;
}

interface ConfigAnswer {
  readonly served_entities: readonly Readonly<Record<string, unknown>>[];
  readonly served_models: readonly Readonly<Record<string, unknown>>[];
  readonly traffic_config: unknown;
  readonly config_version: number;
  readonly [field: string]: unknown;
}

export async function get(caller: LocalCaller, name: string): Promise<EndpointAnswer> {
  return (await caller.call('GET', `${endpoints}/${name}`)).json as EndpointAnswer;
}

/** Looks twice: an instant deployment is settled then. */
export async function settled(caller: LocalCaller, name: string): Promise<EndpointAnswer> {
  await get(caller, name);
  return get(caller, name);
}

/** Creates an endpoint and waits for it. @throws Error with the answer where it is refused */
export async function create(
  caller: LocalCaller,
  name: string,
  served_entities: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<EndpointAnswer> {
  const body = { name, config: { served_entities, ...(more['config'] as object | undefined) } };
  const { status, text } = await caller.call('POST', endpoints, { ...more, ...body });
  if (status !== 200) throw new Error(text);
  return settled(caller, name);
}
