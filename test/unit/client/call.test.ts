import { expect, test } from 'vitest';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ApiError, UnexpectedAnswerError } from '../../../src/errors.ts';
import { type Answer, answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const clientOver = (...answers: readonly Answer[]) => createWorkspaceClient(scriptedTransport(...answers));

test('an answer is passed on as it came, unknown fields and all', async () => {
  const sent = { name: 'chat', brand_new: { nested: [1] }, state: { ready: 'PERHAPS' } };
  expect(await clientOver(answer(200, sent)).endpoints.get('chat')).toEqual(sent);
});

test('a list without its key is empty', async () => {
  const client = clientOver(answer(200, {}));
  expect(await client.endpoints.list()).toEqual([]);
  expect(await client.secrets.listScopes()).toEqual([]);
  expect(await client.secrets.list('s')).toEqual([]);
  expect(await client.secrets.listAcls('s')).toEqual([]);
});

test('a misfit is told once, by place, and passed on all the same', async () => {
  const notes: string[] = [];
  const transport = scriptedTransport(answer(200, { name: 'chat', creation_timestamp: 'yesterday' }));
  const client = createWorkspaceClient(transport, { onMismatch: (note) => notes.push(note) });
  expect(await client.endpoints.get('chat')).toEqual({ name: 'chat', creation_timestamp: 'yesterday' });
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('GET /api/2.0/serving-endpoints/chat');
  expect(notes[0]).toContain('creation_timestamp');
  expect(notes[0]).not.toContain('yesterday');
});

test('an answer that fits is not remarked on', async () => {
  const notes: string[] = [];
  const transport = scriptedTransport(answer(200, { name: 'chat', more: 1 }));
  await createWorkspaceClient(transport, { onMismatch: (note) => notes.push(note) }).endpoints.get('chat');
  expect(notes).toEqual([]);
});

test('an error answer becomes an ApiError that knows its request', async () => {
  const client = clientOver(
    answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: "Endpoint with name 'x' does not exist." }),
  );
  const error = await client.endpoints.get('x').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    status: 404,
    exitCode: 5,
    method: 'GET',
    path: '/api/2.0/serving-endpoints/x',
  });
});

test('an error whose body breaks off is still told by its status', async () => {
  const cutOff = {
    ...answer(403),
    body: {
      async *[Symbol.asyncIterator]() {
        yield new TextEncoder().encode('{"error_co');
        throw new UnexpectedAnswerError('the answer broke off', { truncated: true });
      },
    },
  };
  const error = await clientOver(cutOff)
    .endpoints.get('x')
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 403, exitCode: 4 });
});

test.each([
  ['null', null],
  ['a list', []],
  ['a text', '"hello"'],
  ['a number', 42],
])('%s where an object was due is an UnexpectedAnswerError, not an empty list', async (kind, body) => {
  await expect(clientOver(answer(200, body)).endpoints.list()).rejects.toMatchObject({
    name: 'UnexpectedAnswerError',
    message: `the answer to GET /api/2.0/serving-endpoints is ${kind} where an object was expected`,
  });
});

test('the tags of an endpoint may come as a bare list, as older workspaces answer', async () => {
  const tags = [{ key: 'team', value: 'ml' }];
  expect(await clientOver(answer(200, tags)).endpoints.patchTags('chat', { add_tags: tags })).toEqual(tags);
});

test.each([
  ['an HTML page', '<!doctype html><title>Log in</title>', false],
  ['text', 'hello', false],
  ['half of its JSON', '{"name": "ch', true],
  ['nothing', '', true],
])('%s where an endpoint was due is an UnexpectedAnswerError', async (_, body, truncated) => {
  const error = await clientOver(answer(200, body))
    .endpoints.get('chat')
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnexpectedAnswerError);
  expect(error).toMatchObject({ truncated });
});

test.each([
  ['nothing', ''],
  ['an empty object', '{}'],
])('a deletion may be answered with %s', async (_, body) => {
  await expect(clientOver(answer(200, body)).endpoints.delete('chat')).resolves.toBeUndefined();
});

test('the options of a call reach its request', async () => {
  const transport = scriptedTransport(answer(200, {}));
  const { signal } = new AbortController();
  await createWorkspaceClient(transport).endpoints.list({
    signal,
    timeouts: { total: 1_000 },
    headers: { 'x-trace': '1' },
  });
  expect(transport.requests[0]).toMatchObject({
    signal,
    timeouts: { total: 1_000 },
    headers: { accept: 'application/json', 'x-trace': '1' },
  });
});

test('an invocation is retried as one, and given minutes of silence', async () => {
  const transport = scriptedTransport(answer(200, {}));
  const client = createWorkspaceClient(transport);
  await client.query.invoke('chat', {});
  await client.query.invoke('chat', {}, { timeouts: { inactivity: 5_000 } });
  expect(transport.requests[0]).toMatchObject({ retry: 'invocation', timeouts: { inactivity: 300_000 } });
  expect(transport.requests[1]?.timeouts?.inactivity).toBe(5_000);
});

test('an invocation hands over the headers, which name the entity that answered', async () => {
  const client = clientOver(answer(200, { predictions: [1] }, { 'served-model-name': 'm-1' }));
  expect(await client.query.invoke('chat', { inputs: [1] })).toEqual({
    status: 200,
    headers: { 'served-model-name': 'm-1' },
    body: { predictions: [1] },
  });
});

test('an answer that says nothing may be empty, but no page and no half of one', async () => {
  const put = { scope: 's', key: 'k', string_value: 'v' };
  await expect(clientOver(answer(200, '')).secrets.put(put)).resolves.toBeUndefined();
  await expect(clientOver(answer(200, '{}')).secrets.put(put)).resolves.toBeUndefined();
  await expect(
    clientOver(answer(200, '<!doctype html><title>Sign in</title>')).secrets.put(put),
  ).rejects.toThrow('is an HTML page');
  await expect(clientOver(answer(200, '{')).endpoints.delete('chat')).rejects.toMatchObject({
    truncated: true,
  });
});
