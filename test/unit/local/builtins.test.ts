import { describe, expect, it } from 'vitest';
import { localCaller, workspaceFile } from '../../helpers/local.ts';
import { endpoints, external, get } from '../../helpers/local-requests.ts';

describe('the endpoints that a workspace provides', () => {
  it.each([
    ['local-echo', 'llm/v1/chat'],
    ['local-embed', 'llm/v1/embeddings'],
  ])('%s is there from the start, ready, for %s', async (name, task) => {
    const caller = await localCaller();
    expect(await get(caller, name)).toMatchObject({
      name,
      task,
      endpoint_type: 'FOUNDATION_MODEL_API',
      state: { ready: 'READY', config_update: 'NOT_UPDATING' },
      config: {
        served_entities: [{ name, foundation_model: { name } }],
        traffic_config: { routes: [{ served_entity_name: name, traffic_percentage: 100 }] },
      },
    });
  });

  it("can't be deleted, given another config, or made again", async () => {
    const caller = await localCaller();
    expect(await caller.call('DELETE', `${endpoints}/local-echo`)).toMatchObject({
      status: 403,
      json: {
        error_code: 'PERMISSION_DENIED',
        message: expect.stringContaining('provided by Databricks') as unknown,
      },
    });
    const config = { served_entities: [external('a')] };
    expect((await caller.call('PUT', `${endpoints}/local-echo/config`, config)).status).toBe(403);
    expect((await caller.call('POST', endpoints, { name: 'local-echo', config })).status).toBe(409);
  });

  it('keep their gateway, tags and permissions when the workspace is opened again', async () => {
    const path = workspaceFile();
    const one = await localCaller({ path });
    const { id } = await get(one, 'local-echo');
    const gateway = { rate_limits: [{ calls: 1, renewal_period: 'minute' }] };
    await one.call('PUT', `${endpoints}/local-echo/ai-gateway`, gateway);
    await one.call('PATCH', `${endpoints}/local-echo/tags`, { add_tags: [{ key: 'a' }] });
    await one.call('PUT', `/api/2.0/permissions/serving-endpoints/${id}`, {
      access_control_list: [{ group_name: 'users', permission_level: 'CAN_QUERY' }],
    });
    await one.workspace.close();
    const other = await localCaller({ path });
    expect(await get(other, 'local-echo')).toMatchObject({ id, ai_gateway: gateway, tags: [{ key: 'a' }] });
    const { json } = await other.call('GET', `/api/2.0/permissions/serving-endpoints/${id}`);
    expect(json).toMatchObject({ access_control_list: [{ group_name: 'users' }, { group_name: 'admins' }] });
    await other.workspace.close();
  });

  it('have further names on request, for as long as they are asked for', async () => {
    const path = workspaceFile();
    const aliases = {
      'databricks-bge-large-en': 'local-embed',
      'main.default.ranker': 'local-echo',
    } as const;
    const one = await localCaller({ path, aliases });
    expect(await get(one, 'databricks-bge-large-en')).toMatchObject({ task: 'llm/v1/embeddings' });
    // A name with dots is a registered model's, not an endpoint's.
    expect((await one.call('GET', `${endpoints}/main.default.ranker`)).status).toBe(404);
    await one.call('PATCH', `${endpoints}/databricks-bge-large-en/tags`, { add_tags: [{ key: 'a' }] });
    const { id } = await get(one, 'databricks-bge-large-en');
    await one.workspace.close();
    const other = await localCaller({ path });
    expect((await other.call('GET', `${endpoints}/databricks-bge-large-en`)).status).toBe(404);
    expect((await other.call('GET', `/api/2.0/permissions/serving-endpoints/${id}`)).status).toBe(404);
    expect((await other.call('GET', endpoints)).text).not.toContain('bge');
    await other.workspace.close();
  });

  it("give way to a user's endpoint of the same name as an alias", async () => {
    const path = workspaceFile();
    const one = await localCaller({ path });
    await one.call('POST', endpoints, { name: 'mine', description: 'my own' });
    await one.workspace.close();
    const other = await localCaller({ path, aliases: { mine: 'local-echo' } });
    expect(await get(other, 'mine')).toMatchObject({ description: 'my own' });
    await other.workspace.close();
  });
});
