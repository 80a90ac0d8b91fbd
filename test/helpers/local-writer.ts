import { writeSync } from 'node:fs';
import process from 'node:process';
import { systemClock } from '../../src/host.ts';
import { openLocalWorkspace } from '../../src/local/workspace.ts';

/**
 * A process of its own that writes to a workspace until it has done so COUNT times, or is killed: an endpoint, a secret and a tag
 * of the endpoint `shared` each time. It prints the number of each round once all three were acknowledged.
 * Arguments: PATH PREFIX COUNT
 */
const [path = '', prefix = '', count = '0'] = process.argv.slice(2);

const workspace = await openLocalWorkspace({
  path,
  clock: systemClock,
  requireAuth: false,
  openUpstream: () => {
    throw new Error('no upstream is used');
  },
});

async function send(method: string, url: string, body: unknown): Promise<void> {
  const request = new Request(`http://workspace.test${url}`, { method, body: JSON.stringify(body) });
  const response = await workspace.fetch(request);
  if (!response.ok) throw new Error(`${method} ${url}: ${await response.text()}`);
}

for (let round = 0; round < Number(count); round++) {
  const name = `${prefix}-${round}`;
  await send('POST', '/api/2.0/serving-endpoints', { name });
  await send('POST', '/api/2.0/secrets/put', { scope: 'shared', key: name, string_value: name });
  await send('PATCH', '/api/2.0/serving-endpoints/shared/tags', { add_tags: [{ key: name }] });
  writeSync(1, `${round}\n`);
}
await workspace.close();
