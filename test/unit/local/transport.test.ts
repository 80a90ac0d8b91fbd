import { describe, expect, it } from 'vitest';
import { discard } from '../../../src/http/body.ts';
import { localTransport } from '../../../src/local/transport.ts';
import type { LocalWorkspace } from '../../../src/local/workspace.ts';
import { localCaller } from '../../helpers/local.ts';
import { endpoints } from '../../helpers/local-requests.ts';

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A workspace that answers with whatever the test gives it. */
const answering = (fetchTrusted: LocalWorkspace['fetchTrusted']): LocalWorkspace => ({
  fetch: fetchTrusted,
  fetchTrusted,
  close: () => Promise.resolve(),
});

describe('the transport to a workspace in the same process', () => {
  it('sends what it is given and hands on what comes back, without a token', async () => {
    const { workspace } = await localCaller({ requireAuth: true, token: 'dapi' });
    const transport = localTransport(workspace);
    const created = await transport.send({
      method: 'POST',
      path: endpoints,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'cafe' }),
    });
    expect(created.status).toBe(200);
    expect(created.headers['content-type']).toContain('application/json');
    expect(JSON.parse(await textOf(created.body))).toMatchObject({ name: 'cafe' });
    const missing = await transport.send({ method: 'GET', path: `${endpoints}/nope` });
    expect(missing.status).toBe(404);
    await transport.close();
    await expect(
      workspace.fetchTrusted(new Request(`http://x${endpoints}`)).then(({ status }) => status),
    ).resolves.toBe(500);
  });

  it('hands on a stream chunk by chunk, as it comes', async () => {
    let pulled = 0;
    const transport = localTransport(
      answering(() =>
        Promise.resolve(
          new Response(
            new ReadableStream<Uint8Array>(
              {
                pull: (controller) => {
                  controller.enqueue(Buffer.from(`${++pulled};`));
                  if (pulled === 3) controller.close();
                },
              },
              { highWaterMark: 0 },
            ),
          ),
        ),
      ),
    );
    const { body } = await transport.send({ method: 'POST', path: '/x' });
    const seen: [string, number][] = [];
    for await (const chunk of body) seen.push([Buffer.from(chunk).toString(), pulled]);
    expect(seen).toEqual([
      ['1;', 1],
      ['2;', 2],
      ['3;', 3],
    ]);
  });

  it('ends an answer that nobody reads', async () => {
    let canceled = false;
    const cancel = (): void => {
      canceled = true;
    };
    const transport = localTransport(
      answering(() => Promise.resolve(new Response(new ReadableStream<Uint8Array>({ cancel })))),
    );
    await discard(await transport.send({ method: 'POST', path: '/x' }));
    expect(canceled).toBe(true);
  });

  it('ends the answer when its reader leaves early', async () => {
    let canceled = false;
    const transport = localTransport(
      answering(() =>
        Promise.resolve(
          new Response(
            new ReadableStream<Uint8Array>({
              pull: (controller) => controller.enqueue(Buffer.from('x')),
              cancel: () => {
                canceled = true;
              },
            }),
          ),
        ),
      ),
    );
    const { body } = await transport.send({ method: 'POST', path: '/x' });
    for await (const chunk of body) if (chunk.length > 0) break;
    expect(canceled).toBe(true);
  });

  it("throws the signal's reason, or that the time is up, before, during and after the answer, and tells the workspace", async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let seen: AbortSignal | undefined;
    const silent = answering((request) => {
      seen = request.signal;
      return new Promise(() => undefined);
    });
    const pending = localTransport(silent).send({ method: 'GET', path: '/x', signal: controller.signal });
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
    expect(seen?.aborted).toBe(true);
    await expect(
      localTransport(silent).send({ method: 'GET', path: '/x', signal: controller.signal }),
    ).rejects.toBe(reason);

    await expect(
      localTransport(silent).send({ method: 'GET', path: '/x', timeouts: { total: 1 } }),
    ).rejects.toMatchObject({ code: 'TOTAL_TIMEOUT' });

    const later = new AbortController();
    const streaming = answering(() => Promise.resolve(new Response(new ReadableStream<Uint8Array>())));
    const { body } = await localTransport(streaming).send({
      method: 'GET',
      path: '/x',
      signal: later.signal,
    });
    const reading = textOf(body);
    later.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
