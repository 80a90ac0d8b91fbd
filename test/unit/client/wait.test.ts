import { describe, expect, test } from 'vitest';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { showsChange } from '../../../src/client/shows-change.ts';
import { endpointDeployed, waitForEndpoint, type WaitOptions } from '../../../src/client/wait.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ConnectionError, DeploymentFailedError, WaitTimeoutError } from '../../../src/errors.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { type Answer, answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const served = { served_entities: [{ name: 'm', entity_name: 'main.ml.m' }] };
const endpoint = (config_update: string, more: object = {}) =>
  answer(200, { name: 'chat', config: served, state: { ready: 'NOT_READY', config_update }, ...more });

const updating = endpoint('IN_PROGRESS');
const settled = endpoint('NOT_UPDATING');
const ready = endpoint('NOT_UPDATING', { state: { ready: 'READY', config_update: 'NOT_UPDATING' } });

async function wait(answers: readonly Answer[], options: Partial<WaitOptions> = {}) {
  const clock = fakeClock();
  const transport = scriptedTransport(...answers);
  const phases: string[] = [];
  const looks: number[] = [];
  let error: unknown;
  try {
    const statuses = waitForEndpoint(createWorkspaceClient(transport), 'chat', { clock, ...options });
    for await (const { phase, elapsedMs } of statuses) {
      phases.push(phase);
      looks.push(elapsedMs);
    }
  } catch (thrown) {
    error = thrown;
  }
  return { phases, looks, error, slept: clock.slept, paths: transport.requests.map(({ path }) => path) };
}

describe('waiting until an endpoint has settled', () => {
  test('looks at once, and ends when no config is being deployed', async () => {
    expect(await wait([settled])).toMatchObject({ phases: ['starting'], slept: [], error: undefined });
  });

  test('looks quickly at first, then every ten seconds', async () => {
    const { slept, phases } = await wait([...Array.from({ length: 16 }, () => updating), ready]);
    const seconds = [0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10];
    expect(slept).toEqual(seconds.map((second) => second * 1_000));
    expect(phases.at(-1)).toBe('ready');
  });

  test('takes a look without a state for one on the way', async () => {
    const { phases, error } = await wait([answer(200, { name: 'chat' }), settled]);
    expect(phases).toEqual(['starting', 'starting']);
    expect(error).toBeUndefined();
  });

  test('ends in a time-out that says what the endpoint was doing, after one last look', async () => {
    const { error, looks } = await wait([updating], { timeoutMs: 1_000 });
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({ exitCode: 7, message: "endpoint 'chat' is still updating after 1 s" });
    expect(looks).toEqual([0, 100, 350, 850, 1_000]);
  });

  test.each([
    ['20 minutes', 'CPU', '20 min'],
    ['2 hours where a GPU is asked for', 'GPU_SMALL', '120 min'],
    ['2 hours where several are', 'MULTIGPU_MEDIUM', '120 min'],
  ])('waits %s by default', async (_, workload_type, limit) => {
    const pending_config = { served_entities: [{ name: 'm', workload_type }] };
    const { error } = await wait([endpoint('IN_PROGRESS', { pending_config })]);
    expect((error as Error).message).toContain(`after ${limit}`);
  });

  test('ends in the error of a look that fails', async () => {
    const { error } = await wait([
      updating,
      answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'gone' }),
    ]);
    expect(error).toMatchObject({ exitCode: 5 });
  });

  test('is not stretched by a workspace that does not answer', async () => {
    const clock = fakeClock();
    const silence = new ConnectionError('TOTAL_TIMEOUT', 'no answer', { retryable: true, ambiguous: true });
    const transport = scriptedTransport(updating, async () => {
      await clock.sleep(1_900);
      throw silence;
    });
    const waiting = endpointDeployed(createWorkspaceClient(transport), 'chat', { clock, timeoutMs: 2_000 });
    await expect(waiting).rejects.toMatchObject({
      exitCode: 7,
      message: "endpoint 'chat' is still updating after 2 s",
      cause: silence,
    });
    expect(transport.requests.map(({ timeouts }) => timeouts?.total)).toEqual([2_000, 1_900]);
  });

  test('ends as soon as it is interrupted', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const { error, phases } = await wait(
      [
        () => {
          controller.abort(reason);
          return updating;
        },
      ],
      { signal: controller.signal },
    );
    expect(error).toBe(reason);
    expect(phases).toEqual(['updating']);
  });

  test('resolves to the last look', async () => {
    const client = createWorkspaceClient(scriptedTransport(updating, ready));
    const last: ServingEndpointDetailed = await endpointDeployed(client, 'chat', { clock: fakeClock() });
    expect(last.state?.ready).toBe('READY');
  });
});

describe('waiting until an endpoint is ready', () => {
  test('goes on while it has settled but does not serve', async () => {
    const { phases, error } = await wait([settled, settled, ready], { until: 'ready' });
    expect(phases).toEqual(['starting', 'starting', 'ready']);
    expect(error).toBeUndefined();
  });

  test.each([
    [
      'ENDPOINT_STOPPED',
      { state: { ready: 'NOT_READY', config_update: 'NOT_UPDATING', suspend: 'STOPPED' } },
    ],
    ['ENDPOINT_EMPTY', { config: {} }],
  ])('gives up at once with %s where it never will be', async (code, more) => {
    const { error } = await wait([endpoint('NOT_UPDATING', more)], { until: 'ready' });
    expect(error).toMatchObject({ code, exitCode: 6 });
  });
});

describe('a deployment that fails', () => {
  const failed = (deployment_state_message: string, more: object = {}) => ({
    name: 'm-2',
    entity_name: 'main.ml.m',
    state: { deployment: 'DEPLOYMENT_FAILED', deployment_state_message },
    ...more,
  });
  const buildLog = answer(200, { logs: Array.from({ length: 50 }, (_, line) => `line ${line}\n`).join('') });

  test('names what the server says of each entity being deployed, with the end of its build log', async () => {
    const pending_config = { served_entities: [failed('the image could not be built')] };
    const { error, paths } = await wait([updating, endpoint('UPDATE_FAILED', { pending_config }), buildLog]);
    expect(error).toBeInstanceOf(DeploymentFailedError);
    const { message, reasons, exitCode } = error as DeploymentFailedError;
    expect(message).toBe("the deployment of endpoint 'chat' failed");
    expect(exitCode).toBe(1);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ entity: 'm-2', message: 'the image could not be built' });
    expect(reasons[0]?.buildLogTail?.split('\n')).toEqual(
      Array.from({ length: 20 }, (_, line) => `line ${line + 30}`),
    );
    expect(paths.at(-1)).toBe('/api/2.0/serving-endpoints/chat/served-models/m-2/build-logs');
  });

  test('is told before the entities of the config that serves', async () => {
    const { error } = await wait([
      endpoint('UPDATE_FAILED', {
        config: { served_entities: [{ ...failed('an old story'), name: 'm-1' }] },
        pending_config: { served_entities: [failed('the new one')] },
      }),
      buildLog,
    ]);
    expect((error as DeploymentFailedError).reasons.map(({ entity }) => entity)).toEqual(['m-2']);
  });

  test('says so where the config before still serves', async () => {
    const { error } = await wait([
      endpoint('UPDATE_FAILED', {
        state: { ready: 'READY', config_update: 'UPDATE_FAILED' },
        config: { ...served, config_version: 3 },
      }),
    ]);
    expect((error as Error).message).toBe(
      "the deployment of endpoint 'chat' failed; its config before, version 3, still serves",
    );
  });

  test('is told without its log where the log can not be had', async () => {
    const pending_config = { served_entities: [failed('no memory')] };
    const { error } = await wait([endpoint('UPDATE_FAILED', { pending_config }), answer(404, {})]);
    expect((error as DeploymentFailedError).reasons).toEqual([{ entity: 'm-2', message: 'no memory' }]);
  });

  test('of an external model has no build log to ask for', async () => {
    const external_model = { name: 'gpt', provider: 'openai', task: 'llm/v1/chat' };
    const pending_config = { served_entities: [failed('the key is refused', { external_model })] };
    const { error, paths } = await wait([endpoint('UPDATE_FAILED', { pending_config })]);
    expect((error as DeploymentFailedError).reasons).toEqual([
      { entity: 'm-2', message: 'the key is refused' },
    ]);
    expect(paths).toHaveLength(1);
  });

  test('by being cancelled is called so', async () => {
    const { error } = await wait([endpoint('UPDATE_CANCELED')]);
    expect((error as Error).message).toBe("the deployment of endpoint 'chat' was cancelled");
  });
});

describe('waiting for a change that reads may lag behind', () => {
  const version = (
    config_version: number,
    state: object = { ready: 'READY', config_update: 'NOT_UPDATING' },
  ) => answer(200, { name: 'chat', id: '1', state, config: { ...served, config_version } });
  const isCurrent = showsChange({ name: 'chat', id: '1', pending_config: { config_version: 2 } });
  const gone = answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no' });

  test('does not take the state before it for the end, nor for a failure', async () => {
    const failed = version(1, { ready: 'READY', config_update: 'UPDATE_FAILED' });
    const waited = await wait([version(1), failed, gone, version(2)], { isCurrent });
    expect(waited).toMatchObject({ phases: ['ready'], slept: [100, 250, 500], error: undefined });
  });

  test('does not take another endpoint of that name for it', async () => {
    const other = answer(200, { name: 'chat', id: '0', state: { config_update: 'NOT_UPDATING' } });
    expect((await wait([other, version(2)], { isCurrent })).phases).toEqual(['ready']);
  });

  test('believes what it sees after half a minute', async () => {
    const { error, slept } = await wait([gone], { isCurrent });
    expect(error).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    expect(slept.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(30_000);
    expect((await wait([version(1)], { isCurrent })).phases).toEqual(['ready']);
  });

  test('goes by what the workspace tells: without a version, by the id; without that, by the look', async () => {
    expect(showsChange({ name: 'chat' })({ name: 'chat' })).toBe(true);
    expect(showsChange({ name: 'chat', id: '1' })({ name: 'chat', id: '1' })).toBe(true);
  });

  test('still ends when its time is up', async () => {
    const { error } = await wait([gone], { isCurrent, timeoutMs: 2_000 });
    expect(error).toBeInstanceOf(WaitTimeoutError);
  });
});
