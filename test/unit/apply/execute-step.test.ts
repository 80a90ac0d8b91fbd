import { describe, expect, it } from 'vitest';
import { executeStep } from '../../../src/apply/execute-step.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { UnexpectedAnswerError } from '../../../src/errors.ts';
import type { Step } from '../../../src/plan/step.ts';
import { answer, type Answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const endpoint = 'chat';
const keys = ['tags'];
const base = '/api/2.0/serving-endpoints';

async function execute(step: Step, options: { endpointId?: string } = {}, ...answers: readonly Answer[]) {
  const transport = scriptedTransport(
    ...(answers.length === 0 ? [answer(200, { id: 'abc', said: true })] : answers),
  );
  const waits: string[] = [];
  const wait = async (name: string): Promise<void> => void waits.push(name);
  const result = await executeStep(createWorkspaceClient(transport), step, { wait, ...options });
  const requests = transport.requests.map(({ method, path, body }) => [
    method,
    path,
    ...(body === undefined ? [] : [JSON.parse(String(body)) as unknown]),
  ]);
  return { result, requests, waits };
}

describe('one step is one call', () => {
  it.each<[Step, unknown[]]>([
    [{ call: 'create', endpoint, body: { name: 'chat' }, keys }, ['POST', base, { name: 'chat' }]],
    [
      { call: 'patch-tags', endpoint, body: { delete_tags: ['a'] }, keys },
      ['PATCH', `${base}/chat/tags`, { delete_tags: ['a'] }],
    ],
    [
      { call: 'update-notifications', endpoint, body: { email_notifications: {} }, keys },
      ['PATCH', `${base}/chat/notifications`, { email_notifications: {} }],
    ],
    [
      {
        call: 'patch-system-metrics-export-state',
        endpoint,
        body: { uc_system_metrics_export_state: 'X' },
        keys,
      },
      ['PATCH', `${base}/chat/system-metrics-export-state`, { uc_system_metrics_export_state: 'X' }],
    ],
    [
      { call: 'put-rate-limits', endpoint, body: { rate_limits: [] }, keys },
      ['PUT', `${base}/chat/rate-limits`, { rate_limits: [] }],
    ],
    [{ call: 'put-ai-gateway', endpoint, body: {}, keys }, ['PUT', `${base}/chat/ai-gateway`, {}]],
    [
      { call: 'update-config', endpoint, body: { served_entities: [] }, keys },
      ['PUT', `${base}/chat/config`, { served_entities: [] }],
    ],
    [
      { call: 'patch-telemetry-config', endpoint, body: {}, keys },
      ['PATCH', `${base}/chat/telemetry-config`, {}],
    ],
  ])('$call', async (step, request) => {
    const { result, requests, waits } = await execute(step);
    expect(requests).toEqual([request]);
    expect(waits).toEqual([]);
    expect(result).toEqual({ id: 'abc', said: true });
  });

  it('wait calls nothing but the wait that it was given', async () => {
    expect(await execute({ call: 'wait', endpoint })).toEqual({
      result: undefined,
      requests: [],
      waits: ['chat'],
    });
  });
});

describe('permissions hang on the id', () => {
  const step: Step = { call: 'update-permissions', endpoint, body: { access_control_list: [] }, keys };
  const patch = ['PATCH', '/api/2.0/permissions/serving-endpoints/abc', { access_control_list: [] }];

  it('which is used where it is known', async () => {
    expect((await execute(step, { endpointId: 'abc' })).requests).toEqual([patch]);
  });

  it('and asked for where it is not', async () => {
    expect((await execute(step)).requests).toEqual([['GET', `${base}/chat`], patch]);
  });

  it('and an endpoint without one is no answer of the API', async () => {
    await expect(execute(step, {}, answer(200, { name: 'chat' }))).rejects.toThrow(UnexpectedAnswerError);
  });
});

it('hands on what the workspace refuses', async () => {
  const refused = answer(409, { error_code: 'RESOURCE_CONFLICT', message: 'an update is in progress' });
  const step: Step = { call: 'patch-telemetry-config', endpoint, body: {}, keys };
  await expect(execute(step, {}, refused)).rejects.toMatchObject({ code: 'RESOURCE_CONFLICT', status: 409 });
});

it('gives the signal to the call', async () => {
  const transport = scriptedTransport(answer(200));
  const { signal } = new AbortController();
  const step: Step = { call: 'put-rate-limits', endpoint, body: {}, keys };
  await executeStep(createWorkspaceClient(transport), step, { wait: async () => undefined, signal });
  expect(transport.requests[0]?.signal).toBe(signal);
});
