import { serveWorkspace, type ServedWorkspace } from './workspace.ts';
import type { Variables } from './started.ts';

/** The key by which the workspace is let in to the provider. */
const providerKey = 'sk-interop-provider';

/**
 * A workspace that holds what the clients' guides ask for by name, and behind it the provider of their external models: other
 * workspaces, whose `gpt-4` speaks OpenAI's API. Of the endpoints `always-limited` answers 429 and `broken-provider` cuts its
 * answers short.
 * @param variables for the server, such as fixed credentials
 */
export async function serveGuides(
  flags: readonly string[] = [],
  variables: Variables = {},
): Promise<ServedWorkspace> {
  const key = { SERVECTL_LOCAL_TOKEN: providerKey };
  const [provider, faulty] = await Promise.all([
    serveWorkspace(['--alias', 'gpt-4=local-echo'], key),
    serveWorkspace(['--alias', 'gpt-4=local-echo', ...faults.flatMap((rule) => ['--fault', rule])], key),
  ]);
  const upstream = ['--upstream', `openai=${provider.host}/serving-endpoints`];
  const workspace = await serveWorkspace([...aliases, ...upstream, ...flags], variables);
  const stop = async (): Promise<void> => {
    await Promise.all([workspace, provider, faulty].map((server) => server.stop()));
  };
  try {
    await workspace.servectl('secrets', 'create-scope', 'llm');
    await workspace.servectl('secrets', 'put-secret', 'llm', 'openai-api-key', '--string-value', providerKey);
    for (const endpoint of endpoints(faulty.host)) {
      await workspace.servectl(
        'api',
        'POST',
        '/api/2.0/serving-endpoints',
        '--data',
        JSON.stringify(endpoint),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...workspace,
    get log() {
      return workspace.log;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** `dolly` is no foundation model in the guides: its registered model has the alias. */
const aliases = [
  'databricks-meta-llama-3-1-405b-instruct=local-echo',
  'databricks-dbrx-instruct=local-echo',
  'databricks-bge-large-en=local-embed',
  'my-agent=local-agent',
  'main.default.dolly=local-echo',
].flatMap((alias) => ['--alias', alias]);

const faults = [
  'POST /limited/chat/completions 429 retry-after=1 times=1000',
  'POST /serving-endpoints/chat/completions truncate times=1000',
];

const endpoints = (faulty: string) => [
  {
    name: 'dolly',
    config: {
      served_entities: [
        {
          entity_name: 'main.default.dolly',
          entity_version: '1',
          workload_size: 'Small',
          scale_to_zero_enabled: true,
        },
      ],
    },
  },
  external('guide-chat'),
  external('always-limited', `${faulty}/limited`),
  external('broken-provider', `${faulty}/serving-endpoints`),
];

const external = (name: string, openai_api_base?: string) => ({
  name,
  config: {
    served_entities: [
      {
        name,
        external_model: {
          name: 'gpt-4',
          provider: 'openai',
          task: 'llm/v1/chat',
          openai_config: {
            openai_api_key: '{{secrets/llm/openai-api-key}}',
            ...(openai_api_base !== undefined && { openai_api_base }),
          },
        },
      },
    ],
  },
});
