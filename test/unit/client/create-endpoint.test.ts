import { describe, expect, test } from 'vitest';
import type { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ConnectionError, ServectlError, UnexpectedAnswerError } from '../../../src/errors.ts';
import { type Answer, answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const entity = { name: 'm', entity_name: 'main.ml.m', entity_version: '1' };
const body: CreateServingEndpoint = {
  name: 'chat',
  config: { served_entities: [{ ...entity, scale_to_zero_enabled: false }] },
};
const made = { name: 'chat', id: 'ab12', pending_config: { served_entities: [entity] } };
const other = { name: 'chat', id: 'cd34', config: { served_entities: [{ ...entity, entity_version: '7' }] } };

const notFound = answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no' });
const alreadyThere = answer(409, { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'taken' });
const reset = new ConnectionError('ECONNRESET', 'the connection was reset', {
  retryable: true,
  ambiguous: true,
});
const refused = new ConnectionError('ECONNREFUSED', 'refused', { retryable: true, ambiguous: false });

async function create(...answers: readonly Answer[]) {
  const transport = scriptedTransport(...answers);
  const result = await createWorkspaceClient(transport)
    .endpoints.create(body)
    .catch((error: unknown) => error);
  return { result, sent: transport.requests.map(({ method }) => method) };
}

describe('a create whose answer is lost', () => {
  test.each<[string, Answer]>([
    ['a reset', reset],
    ['half an answer', answer(200, '{"name": "ch')],
    ['an empty answer', answer(200, '')],
    ['a 500', answer(500, {})],
    ['a 502', answer(502, '<html>bad gateway</html>')],
    ['a 504', answer(504, '')],
  ])('by %s is looked up before it is sent again, and what is found is the answer', async (_, lost) => {
    const { result, sent } = await create(lost, answer(200, made));
    expect(result).toEqual(made);
    expect(sent).toEqual(['POST', 'GET']);
  });

  test('is sent once more where the name is free', async () => {
    const { result, sent } = await create(reset, notFound, answer(200, made));
    expect(result).toEqual(made);
    expect(sent).toEqual(['POST', 'GET', 'POST']);
  });

  test('is a conflict where the name holds something else', async () => {
    const { result, sent } = await create(reset, answer(200, other));
    expect(result).toMatchObject({ code: 'RESOURCE_CONFLICT', exitCode: 6, cause: reset });
    expect(sent).toEqual(['POST', 'GET']);
  });

  test('ends in the first error where the look-up has no answer either', async () => {
    const { result, sent } = await create(reset, answer(500, {}));
    expect(result).toBe(reset);
    expect(sent).toEqual(['POST', 'GET']);
  });

  test('is found where the first request came through after the look-up', async () => {
    const { result, sent } = await create(reset, notFound, alreadyThere, answer(200, made));
    expect(result).toEqual(made);
    expect(sent).toEqual(['POST', 'GET', 'POST', 'GET']);
  });

  test('is never sent a third time', async () => {
    const { result, sent } = await create(reset, notFound, reset, notFound);
    expect(result).toBe(reset);
    expect(sent).toEqual(['POST', 'GET', 'POST', 'GET']);
  });
});

test.each<[string, Answer, number]>([
  ['a refused connection', refused, 9],
  ['an invalid request', answer(400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'no' }), 2],
  ['a conflict', alreadyThere, 6],
  ['a 503, which says that nothing was done', answer(503, {}), 9],
  ['a page that is not the API’s', answer(200, '<html></html>'), 1],
])('%s is certain, so nothing is looked up', async (_, given, exitCode) => {
  const { result, sent } = await create(given);
  expect(result).toBeInstanceOf(ServectlError);
  expect((result as ServectlError).exitCode).toBe(exitCode);
  expect(sent).toEqual(['POST']);
});

test('an interrupted create is not looked up', async () => {
  const reason = new Error('interrupted');
  const { result, sent } = await create(reason);
  expect(result).toBe(reason);
  expect(sent).toEqual(['POST']);
});

test('a provisioned-throughput create is looked up by the ordinary path', async () => {
  const units = [{ entity_name: 'system.ai.m', provisioned_model_units: 50 }];
  const transport = scriptedTransport(
    new UnexpectedAnswerError('cut', { truncated: true }),
    answer(200, { name: 'pt', config: { served_entities: units } }),
  );
  const created = await createWorkspaceClient(transport).endpoints.createProvisionedThroughput({
    name: 'pt',
    config: { served_entities: units },
  });
  expect(created.name).toBe('pt');
  expect(transport.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/2.0/serving-endpoints/pt',
    'GET /api/2.0/serving-endpoints/pt',
  ]);
});
