import { describe, expect, it } from 'vitest';
import { createWorkspaceClient, getDeployClient } from '../../../src/library/connect.ts';
import { ApiError, UsageError } from '../../../src/errors.ts';
import { startGateway } from '../../helpers/gateway.ts';

const messages = [{ role: 'user', content: 'ping pong' }] as const;

describe.each(['standalone', 'tracking-server'] as const)('getDeployClient for a gateway: %s', (kind) => {
  async function connect() {
    const server = await startGateway(kind);
    const client = getDeployClient(server.origin, { env: {} });
    return {
      client,
      server,
      [Symbol.asyncDispose]: async () => {
        await client.close();
        await server.close();
      },
    };
  }

  it('lists, shows and asks', async () => {
    await using gateway = await connect();
    const { client } = gateway;
    expect((await client.listEndpoints()).map(({ name }) => name)).toContain('chat');
    expect(await client.getEndpoint({ endpoint: 'chat' })).toMatchObject({ name: 'chat' });
    expect(await client.predict({ endpoint: 'chat', inputs: { messages } })).toMatchObject({
      choices: [{ message: { content: 'ping pong' } }],
    });
  });

  it("streams, which MLflow's own client does not", async () => {
    await using gateway = await connect();
    const stream = gateway.client.predictStream({ endpoint: 'chat', inputs: { messages } });
    const chunks: unknown[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toHaveLength(4);
    expect(stream.done).toBe(false);
    expect(gateway.server.seen.at(-1)?.headers.accept).toBe('text/event-stream');
  });

  it('finds out which gateway it is once', async () => {
    await using gateway = await connect();
    for (let time = 0; time < 3; time++) {
      await gateway.client.predict({ endpoint: 'chat', inputs: { messages } });
    }
    expect(gateway.server.seen.filter(({ method }) => method === 'POST')).toHaveLength(3);
    expect(gateway.server.seen.filter(({ method }) => method === 'GET')).toHaveLength(
      kind === 'standalone' ? 1 : 2,
    );
  });

  it('rejects for an endpoint that is not there as a workspace does', async () => {
    await using gateway = await connect();
    const error: unknown = await gateway.client
      .predict({ endpoint: 'nope', inputs: { messages } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      hint: 'check the name, and that the target is the right gateway',
    });
  });

  it('refuses what a gateway has not, and sends nothing', async () => {
    await using gateway = await connect();
    const { client, server } = gateway;
    const endpoint = 'chat';
    const calls = [
      client.createEndpoint({ name: 'x', config: {} }),
      client.updateEndpoint({ endpoint, config: {} }),
      client.updateEndpointConfig({ endpoint, config: {} }),
      client.updateEndpointTags({ endpoint, config: {} }),
      client.updateEndpointRateLimits({ endpoint, config: { rate_limits: [] } }),
      client.updateEndpointAiGateway({ endpoint, config: {} }),
      client.deleteEndpoint({ endpoint }),
    ];
    for (const call of calls) await expect(call).rejects.toThrow(UsageError);
    expect(server.seen).toEqual([]);
  });
});

it('a client of a workspace is not made for a gateway', () => {
  expect(() => createWorkspaceClient({ target: 'http://127.0.0.1:5000' })).toThrow(UsageError);
  expect(() =>
    createWorkspaceClient({ env: { MLFLOW_DEPLOYMENTS_TARGET: 'http://127.0.0.1:5000' } }),
  ).toThrow('the target http://127.0.0.1:5000 is an MLflow gateway');
});

it('a gateway is named by the variable that MLflow has for it, too', async () => {
  await using server = await startGateway('standalone');
  await using client = getDeployClient(undefined, { env: { MLFLOW_DEPLOYMENTS_TARGET: server.origin } });
  expect(await client.listEndpoints()).toHaveLength(4);
});
