import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/http/body.ts';
import { withDryRun } from '../../../src/http/dry-run.ts';
import type { HttpRequest } from '../../../src/http/transport.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

describe('withDryRun', () => {
  it.each(['GET', 'HEAD'] as const)('lets %s through', async (method) => {
    const inner = scriptedTransport(answer(200, { a: 1 }));
    const transport = withDryRun(
      () => Promise.resolve(inner),
      () => expect.fail('it was recorded'),
    );
    expect((await transport.send({ method, path: '/a' })).status).toBe(200);
    expect(inner.requests).toHaveLength(1);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'records %s in place of sending it',
    async (method) => {
      const inner = scriptedTransport();
      const recorded: HttpRequest[] = [];
      const transport = withDryRun(
        () => Promise.resolve(inner),
        (request) => void recorded.push(request),
      );
      const response = await transport.send({ method, path: '/a', body: '{"b":1}' });
      expect(response.status).toBe(200);
      expect(await readJson(response)).toEqual({});
      expect(recorded).toEqual([{ method, path: '/a', body: '{"b":1}' }]);
      expect(inner.requests).toHaveLength(0);
    },
  );

  it('opens nothing where nothing is read', async () => {
    const transport = withDryRun(
      () => expect.fail('it was opened'),
      () => undefined,
    );
    await transport.send({ method: 'POST', path: '/api/2.0/serving-endpoints', body: '{}' });
    await transport.close();
  });
});
