// A loopback server that answers a list of endpoints as a workspace does, and nothing more.
import { createServer } from 'node:http';

/** @param {number} count */
export async function startServer(count) {
  const endpoints = Array.from({ length: count }, (_, i) => ({
    name: `endpoint-${i}`,
    id: String(i).padStart(32, '0'),
    creator: 'bench@example.com',
    creation_timestamp: 1763600000000,
    last_updated_timestamp: 1763600000000,
    task: 'llm/v1/chat',
    state: { ready: 'READY', config_update: 'NOT_UPDATING' },
    config: {
      served_entities: [
        { name: 'gpt', external_model: { provider: 'openai', name: 'gpt-4o', task: 'llm/v1/chat' } },
      ],
    },
  }));
  const body = JSON.stringify({ endpoints });
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    env: { DATABRICKS_HOST: `http://127.0.0.1:${port}`, DATABRICKS_TOKEN: 'bench' },
    close: () => server.close(),
  };
}
