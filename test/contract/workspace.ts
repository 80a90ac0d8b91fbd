import { onTestFinished } from 'vitest';
import type { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { endpointDeployed } from '../../src/client/wait.ts';
import { createWorkspaceClient, type WorkspaceClient } from '../../src/client/workspace-client.ts';
import type { Transport } from '../../src/http/transport.ts';
import { fakeClock } from '../helpers/fake-host.ts';
import { recordingTransport, type Sent } from '../helpers/recording-transport.ts';

/** A workspace to hold to the contract, and how to let go of it. */
export interface Workspace {
  readonly transport: Transport;
  close(): Promise<void>;
}

/** Makes a fresh, empty workspace that provides `local-echo` and `local-embed` and trusts the transport's caller. */
export type MakeWorkspace = () => Promise<Workspace>;

export interface Opened {
  readonly client: WorkspaceClient;
  /** The last request as it went out. */
  readonly lastSent: () => Sent | undefined;
}

/** Opens a workspace for the test that runs, behind a client that fails the test where an answer doesn't fit its schema. */
export async function open(make: MakeWorkspace): Promise<Opened> {
  const workspace = await make();
  onTestFinished(() => workspace.close());
  const transport = recordingTransport(workspace.transport);
  const client = createWorkspaceClient(transport, {
    onMismatch: (note) => {
      throw new Error(note);
    },
  });
  return { client, lastSent: () => transport.sent.at(-1) };
}

/** Waits by looking alone: no workspace under test takes its time. */
export const deployed = (client: WorkspaceClient, name: string): Promise<ServingEndpointDetailed> =>
  endpointDeployed(client, name, { clock: fakeClock() });

export async function deploy(
  client: WorkspaceClient,
  body: CreateServingEndpoint,
): Promise<ServingEndpointDetailed> {
  await client.endpoints.create(body);
  return deployed(client, body.name);
}

/** An endpoint over a model that its own name calls: needs no provider. */
export const custom = (name: string, version = '1'): CreateServingEndpoint => ({
  name,
  config: {
    served_entities: [{ entity_name: 'local-echo', entity_version: version, scale_to_zero_enabled: true }],
  },
});

/** An endpoint over a model of a provider, with an incomplete reference, as MLflow's guide prints it. */
export const external = (name: string): CreateServingEndpoint => ({
  name,
  config: {
    served_entities: [
      {
        name: 'test',
        external_model: {
          name: 'gpt-4',
          provider: 'openai',
          task: 'llm/v1/chat',
          openai_config: { openai_api_key: '{{secrets/}}' },
        },
      },
    ],
  },
});

/** What `promise` was rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
