import { describe, expect, it } from 'vitest';
import { handClock, localCaller, workspaceFile } from '../../helpers/local.ts';
import { create, custom, endpoints, external, get, route, settled } from '../../helpers/local-requests.ts';

const inProgress = { ready: 'NOT_READY', config_update: 'IN_PROGRESS' };
const ready = { ready: 'READY', config_update: 'NOT_UPDATING' };

describe('an instant deployment', () => {
  it('is in progress in the answer and at the first look, and settled at the second', async () => {
    const caller = await localCaller();
    const created = await caller.call('POST', endpoints, {
      name: 'chat',
      config: { served_entities: [external('a')] },
    });
    expect(created).toMatchObject({
      status: 200,
      json: { state: inProgress, pending_config: { config_version: 1 } },
    });
    expect(created.json).not.toHaveProperty('config');
    const first = await get(caller, 'chat');
    expect(first.state).toEqual(inProgress);
    expect(first.pending_config?.served_entities[0]).toMatchObject({
      state: { deployment: 'DEPLOYMENT_CREATING' },
    });
    const second = await get(caller, 'chat');
    expect(second.state).toEqual(ready);
    expect(second.config?.served_entities[0]).toMatchObject({ state: { deployment: 'DEPLOYMENT_READY' } });
    expect(second).not.toHaveProperty('pending_config');
  });

  it('keeps serving the old config while a new one is on its way', async () => {
    const caller = await localCaller();
    await create(caller, 'chat', [external('a')]);
    const updated = await caller.call('PUT', `${endpoints}/chat/config`, {
      served_entities: [external('b')],
    });
    expect(updated.json).toMatchObject({
      state: { ready: 'READY', config_update: 'IN_PROGRESS' },
      config: { config_version: 1, served_entities: [{ name: 'a' }] },
      pending_config: { config_version: 2, served_entities: [{ name: 'b' }], start_time: caller.clock.now() },
    });
    expect((await settled(caller, 'chat')).config).toMatchObject({
      config_version: 2,
      served_entities: [{ name: 'b' }],
    });
  });

  it('is seen by the list as by a look at the endpoint', async () => {
    const caller = await localCaller();
    await caller.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('a')] } });
    const stateInList = async (): Promise<unknown> => {
      const { json } = await caller.call('GET', endpoints);
      return (json as { endpoints: { name: string; state: unknown }[] }).endpoints.find(
        ({ name }) => name === 'chat',
      )?.state;
    };
    expect(await stateInList()).toEqual(inProgress);
    expect(await stateInList()).toEqual(ready);
  });

  it('is settled by an invocation, which it does not keep waiting', async () => {
    const caller = await localCaller();
    await caller.call('POST', endpoints, {
      name: 'echo',
      config: {
        served_entities: [{ entity_name: 'local-echo', entity_version: '1', scale_to_zero_enabled: true }],
      },
    });
    const answer = await caller.call(
      'POST',
      '/serving-endpoints/echo/invocations',
      { messages: [{ role: 'user', content: 'hi' }] },
      { 'content-type': 'application/json' },
    );
    expect(answer.status).toBe(200);
    expect((await get(caller, 'echo')).state).toEqual(ready);
  });

  it('is seen alike by another process on the same file', async () => {
    const path = workspaceFile();
    const [one, other] = [await localCaller({ path }), await localCaller({ path })];
    await one.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('a')] } });
    expect((await get(other, 'chat')).state).toEqual(inProgress);
    expect((await get(one, 'chat')).state).toEqual(ready);
    expect((await get(other, 'chat')).state).toEqual(ready);
    await one.workspace.close();
    await other.workspace.close();
  });
});

describe('a deployment that takes its time', () => {
  it('settles by the clock, however often it is looked at', async () => {
    const clock = handClock();
    const caller = await localCaller({ clock, deployment: 5000 });
    await caller.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('a')] } });
    for (let look = 0; look < 3; look++) expect((await get(caller, 'chat')).state).toEqual(inProgress);
    clock.advance(4999);
    expect((await get(caller, 'chat')).state).toEqual(inProgress);
    clock.advance(1);
    expect((await get(caller, 'chat')).state).toEqual(ready);
  });
});

describe('an update while another is on its way', () => {
  it('is refused, and accepted once the first has settled', async () => {
    const clock = handClock();
    const caller = await localCaller({ clock, deployment: 1000 });
    await caller.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('a')] } });
    const put = () => caller.call('PUT', `${endpoints}/chat/config`, { served_entities: [external('b')] });
    expect(await put()).toMatchObject({
      status: 409,
      json: {
        error_code: 'RESOURCE_CONFLICT',
        message:
          'Endpoint chat is currently updating. Wait for the update to complete before updating its configuration.',
      },
    });
    clock.advance(1000);
    expect((await put()).status).toBe(200);
  });

  it('does not refuse forever a client that only tries again', async () => {
    const caller = await localCaller();
    await caller.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('a')] } });
    const put = () => caller.call('PUT', `${endpoints}/chat/config`, { served_entities: [external('b')] });
    expect((await put()).status).toBe(409);
    expect((await put()).status).toBe(200);
  });
});

describe('a deployment that fails', () => {
  const failing = {
    failDeployments: ({ entity }: { entity: string }) =>
      entity === 'bad' ? 'the image could not be built' : undefined,
  };

  it('says which entity failed and why, and gives up the others', async () => {
    const caller = await localCaller(failing);
    await caller.call('POST', endpoints, {
      name: 'two',
      config: {
        served_entities: [custom('bad'), custom('good')],
        traffic_config: { routes: [route('bad', 50), route('good', 50)] },
      },
    });
    const endpoint = await settled(caller, 'two');
    expect(endpoint.state).toEqual({ ready: 'NOT_READY', config_update: 'UPDATE_FAILED' });
    expect(endpoint.pending_config?.served_entities).toMatchObject([
      {
        name: 'bad',
        state: { deployment: 'DEPLOYMENT_FAILED', deployment_state_message: 'the image could not be built' },
      },
      { name: 'good', state: { deployment: 'DEPLOYMENT_ABORTED' } },
    ]);
    const logs = await caller.call('GET', `${endpoints}/two/served-models/bad/build-logs`);
    expect((logs.json as { logs: string }).logs).toMatch(
      /ERROR: the image could not be built\n.*build failed$/,
    );
  });

  it('leaves the old config serving, and the next update may succeed', async () => {
    const caller = await localCaller(failing);
    await create(caller, 'ranker', [custom('good')]);
    await caller.call('PUT', `${endpoints}/ranker/config`, { served_entities: [custom('bad')] });
    const failed = await settled(caller, 'ranker');
    expect(failed.state).toEqual({ ready: 'READY', config_update: 'UPDATE_FAILED' });
    expect(failed.config).toMatchObject({ config_version: 1, served_entities: [{ name: 'good' }] });
    await caller.call('PUT', `${endpoints}/ranker/config`, { served_entities: [custom('better')] });
    const mended = await settled(caller, 'ranker');
    expect(mended.state).toEqual(ready);
    expect(mended.config).toMatchObject({ config_version: 3, served_entities: [{ name: 'better' }] });
    expect(mended).not.toHaveProperty('pending_config');
  });

  it('fails alike when a process settles it that knows of no failures', async () => {
    const path = workspaceFile();
    const one = await localCaller({ path, ...failing });
    await one.call('POST', endpoints, { name: 'ranker', config: { served_entities: [custom('bad')] } });
    await one.workspace.close();
    const other = await localCaller({ path });
    expect((await settled(other, 'ranker')).state).toMatchObject({ config_update: 'UPDATE_FAILED' });
    await other.workspace.close();
  });
});

describe('an endpoint without a config', () => {
  it.each([undefined, {}, { served_entities: [] }])(
    'is there, but not ready, and not updating (config %j)',
    async (config) => {
      const caller = await localCaller();
      await caller.call('POST', endpoints, { name: 'empty', config });
      const endpoint = await get(caller, 'empty');
      expect(endpoint.state).toEqual({ ready: 'NOT_READY', config_update: 'NOT_UPDATING' });
      expect(endpoint).not.toHaveProperty('config');
      await caller.call('PUT', `${endpoints}/empty/config`, { served_entities: [external('a')] });
      expect((await settled(caller, 'empty')).config).toMatchObject({ config_version: 1 });
    },
  );
});

describe('stop and start', () => {
  it('take a custom endpoint out of service and bring it back as a new version', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    const stopped = { ready: 'NOT_READY', config_update: 'NOT_UPDATING', suspend: 'STOPPED' };
    expect((await caller.call('POST', `${endpoints}/ranker/config:stop`)).json).toMatchObject({
      state: stopped,
    });
    expect((await get(caller, 'ranker')).state).toEqual(stopped);
    const invocation = await caller.call('POST', '/serving-endpoints/ranker/invocations', '{}', {
      'content-type': 'application/json',
    });
    expect(invocation).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('is stopped') as unknown },
    });
    expect((await caller.call('POST', `${endpoints}/ranker/config:start`)).json).toMatchObject({
      state: inProgress,
    });
    expect(await settled(caller, 'ranker')).toMatchObject({ state: ready, config: { config_version: 2 } });
  });

  it('change nothing where there is nothing to change', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    expect((await caller.call('POST', `${endpoints}/ranker/config:start`)).json).toMatchObject({
      state: ready,
      config: { config_version: 1 },
    });
  });

  it('are refused for external models and for what the workspace provides', async () => {
    const caller = await localCaller();
    await create(caller, 'chat', [external('a')]);
    for (const name of ['chat', 'local-echo']) {
      expect(await caller.call('POST', `${endpoints}/${name}/config:stop`)).toMatchObject({
        status: 400,
        json: { error_code: 'INVALID_PARAMETER_VALUE' },
      });
    }
  });

  it('a stopped endpoint is started by a new config', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    await caller.call('POST', `${endpoints}/ranker/config:stop`);
    await caller.call('PUT', `${endpoints}/ranker/config`, { served_entities: [custom('b')] });
    expect((await settled(caller, 'ranker')).state).toEqual(ready);
  });
});
