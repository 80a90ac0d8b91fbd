import { describe, expect, it } from 'vitest';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ApiError } from '../../../src/errors.ts';
import { ExitCode } from '../../../src/exit-codes.ts';
import type { HttpResponse } from '../../../src/http/transport.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const missing = answer(404, {
  error_code: 'ENDPOINT_NOT_FOUND',
  message: 'The given endpoint does not exist, please retry after checking the specified model exists.',
});
const endpoint = answer(200, {
  name: 'chat',
  config: { served_entities: [{ name: 'claude' }, { name: 'gpt-4o' }, { name: 'llama' }] },
});

const ask = (served: string, ...answers: readonly HttpResponse[]) =>
  createWorkspaceClient(scriptedTransport(...answers))
    .query.invokeServedModel('chat', served, {})
    .catch((thrown: unknown) => thrown);

describe('asking an entity that is not served', () => {
  it('names those that are, the one that was meant first', async () => {
    expect(await ask('gpt-4', missing, endpoint)).toMatchObject({
      message: "endpoint 'chat' serves no entity 'gpt-4'; it serves gpt-4o, claude, llama",
      hint: 'did you mean gpt-4o?',
      code: 'ENDPOINT_NOT_FOUND',
      exitCode: ExitCode.notFound,
    });
  });

  it('names them all the same where none is near', async () => {
    const error = await ask('something-else', missing, endpoint);
    expect(error).toMatchObject({
      message: "endpoint 'chat' serves no entity 'something-else'; it serves claude, gpt-4o, llama",
      hint: undefined,
    });
  });

  it('does so for a stream', async () => {
    const client = createWorkspaceClient(scriptedTransport(missing, endpoint));
    const stream = client.query.streamServedModel('chat', 'gpt-4', {});
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow('it serves gpt-4o, claude, llama');
  });

  it.each([
    ['there is no such endpoint', answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'none' })],
    ['it may not be looked at', answer(403, {})],
    ['it does serve that', answer(200, { name: 'chat', config: { served_entities: [{ name: 'gpt-4' }] } })],
    ['it serves nothing', answer(200, { name: 'chat' })],
  ])('hands on what the service says where %s', async (_, found) => {
    const error = await ask('gpt-4', missing, found);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'ENDPOINT_NOT_FOUND', status: 404 });
  });

  it('looks nothing up for another failure', async () => {
    const transport = scriptedTransport(answer(400, { message: 'bad' }));
    const client = createWorkspaceClient(transport);
    await expect(client.query.invokeServedModel('chat', 'x', {})).rejects.toThrow('bad');
    expect(transport.requests).toHaveLength(1);
  });
});
