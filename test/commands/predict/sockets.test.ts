import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { brokenPipe } from '../../helpers/fake-host.ts';
import { startServer, type Step } from '../../helpers/http-server.ts';
import { run, type RunOptions } from '../../helpers/run.ts';

const frame = (content: string, finish_reason: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;
const head = { 'content-type': 'text/event-stream' };

/**
 * Asks a real server over a real socket.
 * @param seen what the server has to have seen before it goes
 */
async function ask(step: Step, options: RunOptions = {}, seen?: () => Promise<unknown> | undefined) {
  await using server = await startServer(step);
  const result = await run('endpoints predict chat --prompt x --stream -q', {
    ...options,
    env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: 'dapi-test' },
  });
  await seen?.();
  return result;
}

describe('a stream over a socket', () => {
  it('is printed chunk by chunk, each in one write, before the next is sent', async () => {
    const written: string[] = [];
    let printed: ((text: string) => void) | undefined;
    const { code } = await ask(
      async (_, response) => {
        response.writeHead(200, head);
        for (const text of ['one ', 'two ', 'three']) {
          const isPrinted = new Promise<string>((resolve) => (printed = resolve));
          response.write(frame(text, text === 'three' ? 'stop' : null));
          expect(await isPrinted).toBe(text);
        }
        response.end('data: [DONE]\n\n');
      },
      {
        prepare: (host) => {
          host.stdout.onChunk = (text) => {
            written.push(text);
            printed?.(text);
          };
        },
      },
    );
    expect({ code, written }).toEqual({ code: 0, written: ['one ', 'two ', 'three', '\n'] });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is aborted at the server by %s; what came is kept', async (signal, expected) => {
    let closed: Promise<unknown> | undefined;
    const { code, stdout } = await ask(
      (_, response) => {
        response.writeHead(200, head);
        response.write(frame('Hel'));
        // It would speak for ever: only the end of the connection ends it.
        closed = once(response, 'close');
      },
      {
        prepare: (host) => {
          host.stdout.onChunk = () => setImmediate(() => host.interruptWith(signal));
        },
      },
      () => closed,
    );
    expect({ code, stdout }).toEqual({ code: expected, stdout: 'Hel\n' });
  });

  it('is aborted at the server where the reader of the output has gone', async () => {
    let closed: Promise<unknown> | undefined;
    const { code, stderr } = await ask(
      (_, response) => {
        response.writeHead(200, head);
        response.write(frame('Hel'));
        closed = once(response, 'close');
      },
      {
        prepare: (host) => {
          host.stdout.onChunk = () => {
            throw brokenPipe();
          };
        },
      },
      () => closed,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('that is cut is told from one that has ended, after the text that came', async () => {
    const { code, stdout, stderr } = await ask((_, response, socket) => {
      response.writeHead(200, head);
      response.write(frame('Hel'), () => socket.destroy());
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'Hel\n' });
    expect(stderr).toContain('error: the stream was cut');
  });

  it('is sent no faster than it is read', async () => {
    const chunk = frame('x'.repeat(64 * 1024));
    let sent = 0;
    let stalled = (): void => undefined;
    const isStalled = new Promise<void>((resolve) => (stalled = resolve));
    const { code } = await ask(
      async (_, response) => {
        response.writeHead(200, head);
        // Far more than what sockets hold on the way.
        while (sent < 512) {
          sent++;
          if (response.write(chunk)) continue;
          const timer = setTimeout(stalled, 100);
          await once(response, 'drain').catch(() => undefined);
          clearTimeout(timer);
          if (response.destroyed) return;
        }
        response.end(frame('', 'stop'));
      },
      {
        prepare: (host) => {
          // The first write is not done before the server has had to stop.
          host.stdout._write = (_bytes, _encoding, done) => void isStalled.then(() => done());
        },
      },
    );
    expect(code).toBe(0);
    expect(sent).toBe(512);
  });
});
