import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../../src/host.ts';
import { readBytes, readJson } from '../../../../src/http/body.ts';
import type { Method, Transport } from '../../../../src/http/transport.ts';
import { openHttpTransport } from '../../../../src/http/undici-transport.ts';
import { parseFaultRule } from '../../../../src/local/faults/parse.ts';
import { serveLocal } from '../../../../src/local/serve.ts';
import { localCaller } from '../../../helpers/local.ts';

const path = '/api/2.0/serving-endpoints';

async function served(...rules: readonly string[]): Promise<Transport> {
  const { workspace } = await localCaller({ clock: systemClock, faults: rules.map(parseFaultRule) });
  const server = await serveLocal(workspace, { port: 0, clock: systemClock });
  const transport = openHttpTransport({ origin: server.url, userAgent: 'faults' });
  onTestFinished(async () => {
    await transport.close();
    await server.close();
  });
  return transport;
}

const send = (transport: Transport, method: Method, body?: object) =>
  transport.send({ method, path, ...(body && { body: JSON.stringify(body) }) });

const names = async (transport: Transport): Promise<readonly string[]> => {
  const { endpoints } = (await readJson(await send(transport, 'GET'))) as { endpoints: { name: string }[] };
  return endpoints.map(({ name }) => name).filter((name) => !name.startsWith('local-'));
};

describe('over a socket', () => {
  it.each([
    ['before', []],
    ['after', ['new']],
  ])('a reset %s the handler is a reset of the connection', async (when, made) => {
    const print = vi.spyOn(console, 'error');
    const transport = await served(`POST * reset-${when}`);
    await expect(send(transport, 'POST', { name: 'new' })).rejects.toMatchObject({
      code: 'CONNECTION_CLOSED',
      ambiguous: true,
      cause: { code: 'ECONNRESET' },
    });
    expect(await names(transport)).toEqual(made);
    expect(print).not.toHaveBeenCalled();
  });

  it('a truncated body ends with the connection', async () => {
    const print = vi.spyOn(console, 'error');
    const transport = await served('GET * truncate times=1');
    const response = await send(transport, 'GET');
    expect(response.status).toBe(200);
    await expect(readBytes(response)).rejects.toMatchObject({
      truncated: true,
      message: expect.stringMatching(/broke off after [1-9]\d* bytes/) as unknown,
    });
    expect(await names(transport)).toEqual([]);
    expect(print).not.toHaveBeenCalled();
  });

  it('a body that drips comes whole, in pieces', async () => {
    const transport = await served('GET * drip=2ms');
    const response = await send(transport, 'GET');
    let pieces = 0;
    let length = 0;
    for await (const chunk of response.body) {
      pieces += 1;
      length += chunk.byteLength;
    }
    expect(pieces).toBeGreaterThan(3);
    expect(length).toBe((await readBytes(await send(await served(), 'GET'))).byteLength);
  });
});
