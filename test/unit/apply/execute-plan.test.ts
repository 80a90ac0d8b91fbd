import { describe, expect, it } from 'vitest';
import type { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import type { Outcome } from '../../../src/apply/events.ts';
import { WriteBudget } from '../../../src/apply/write-budget.ts';
import { ApiError, DeploymentFailedError } from '../../../src/errors.ts';
import type { HttpRequest } from '../../../src/http/transport.ts';
import { type Applying, applying } from '../../helpers/applying.ts';
import { answer } from '../../helpers/scripted-transport.ts';

const base = '/api/2.0/serving-endpoints';

const custom = (name: string, extra: Partial<EndpointDocument> = {}, version = '1'): EndpointDocument => ({
  name,
  config: {
    served_entities: [
      {
        name: 'current',
        entity_name: 'main.models.churn',
        entity_version: version,
        workload_size: 'Small',
        scale_to_zero_enabled: true,
      },
    ],
  },
  ...extra,
});

const external = (name: string): EndpointDocument => ({
  name,
  secrets: [{ scope: 'llm', key: 'openai', from_env: 'OPENAI_API_KEY' }],
  config: {
    served_entities: [
      {
        name: 'gpt',
        external_model: {
          provider: 'openai',
          name: 'gpt-4o',
          task: 'llm/v1/chat',
          openai_config: { openai_api_key: '{{secrets/llm/openai}}' },
        },
      },
    ],
  },
});

const limits = (calls: number) => ({
  ai_gateway: { rate_limits: [{ calls, renewal_period: 'minute' as const }] },
});

const statuses = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(outcomes.map(({ entry, status }) => [entry, status]));

const namesIn = async ({ client }: Applying): Promise<readonly string[]> =>
  (await client.endpoints.list())
    .filter(({ endpoint_type: type }) => type !== 'FOUNDATION_MODEL_API')
    .map(({ name }) => name)
    .sort();

const isCall = (request: HttpRequest, line: string): boolean => `${request.method} ${request.path}` === line;

describe('a plan that goes well', () => {
  it('stores secrets before the endpoints that read them, and leaves nothing to do', async () => {
    const workspace = await applying();
    const desired = { endpoints: [external('chat'), custom('churn')] };
    const { outcomes } = await workspace.apply(desired);
    expect(statuses(outcomes)).toEqual({
      'secret-scope/llm': 'applied',
      'secret/llm/openai': 'applied',
      'endpoint/chat': 'applied',
      'endpoint/churn': 'applied',
    });
    const lines = workspace.writes.map(([line]) => line);
    expect(lines.indexOf('POST /api/2.0/secrets/put')).toBeGreaterThan(
      lines.indexOf('POST /api/2.0/secrets/scopes/create'),
    );
    const chat = workspace.writes.findIndex(([, body]) => (body as { name?: string }).name === 'chat');
    expect(chat).toBeGreaterThan(lines.indexOf('POST /api/2.0/secrets/put'));

    const again = await workspace.apply(desired);
    expect(again.outcomes.every(({ status }) => status === 'unchanged')).toBe(true);
    expect(again.events).toEqual([]);
  });

  it('works on as many endpoints at the same time as it may, and on one after the other', async () => {
    const measure = async (parallel: number): Promise<number> => {
      const workspace = await applying();
      let running = 0;
      let most = 0;
      workspace.intercept = async (request, pass) => {
        if (request.method === 'GET') return pass();
        most = Math.max(most, ++running);
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        running--;
        return pass();
      };
      const endpoints = Array.from({ length: 20 }, (_, index) => custom(`e${index}`));
      await workspace.apply({ endpoints }, { parallel });
      return most;
    };
    expect(await measure(4)).toBe(4);
    expect(await measure(1)).toBe(1);
  });

  it('gives the slot to others while a deployment is waited for', async () => {
    const workspace = await applying({ deployment: 60_000 });
    const endpoints = ['a', 'b', 'c'].map((name) => custom(name));
    const { events } = await workspace.apply({ endpoints }, { parallel: 1 });
    const created = events.findLastIndex(({ type }) => type === 'step');
    const finished = events.findIndex(({ type }) => type === 'finished');
    expect(created).toBeLessThan(finished);
  });

  it('changes one rate limit by one call', async () => {
    const workspace = await applying();
    await workspace.apply({ endpoints: [custom('churn', limits(100))] });
    workspace.writes.length = 0;
    await workspace.apply({ endpoints: [custom('churn', limits(50))] });
    expect(workspace.writes.map(([line]) => line)).toEqual([`PUT ${base}/churn/ai-gateway`]);
  });

  it('looks at an unchanged endpoint once, and at its permissions not at all', async () => {
    const workspace = await applying();
    const endpoints = [custom('a'), custom('b')];
    await workspace.apply({ endpoints });
    workspace.requests.length = 0;
    await workspace.apply({ endpoints });
    expect(workspace.requests).toEqual([`GET ${base}/a`, `GET ${base}/b`]);
  });

  it('leaves the last deployment to itself where it is not to wait', async () => {
    const workspace = await applying({ deployment: 60_000 });
    const { outcomes } = await workspace.apply({ endpoints: [custom('churn')] }, { waitAtEnd: false });
    expect(outcomes).toMatchObject([{ status: 'applied', applied: ['create'], unawaited: true }]);
  });

  it('destroys endpoints, then their secrets, then the scope', async () => {
    const workspace = await applying();
    const desired = { endpoints: [external('chat')] };
    await workspace.apply(desired);
    workspace.writes.length = 0;
    await workspace.apply(desired, { kind: 'destroy' });
    expect(workspace.writes.map(([line]) => line)).toEqual([
      `DELETE ${base}/chat`,
      'POST /api/2.0/secrets/delete',
      'POST /api/2.0/secrets/scopes/delete',
    ]);
  });
});

describe('a failure', () => {
  it('stops none of the others, keeps what was done, and names what is left', async () => {
    const workspace = await applying();
    await workspace.apply({ endpoints: [custom('a'), custom('b')] });
    workspace.intercept = (request, pass) =>
      isCall(request, `PUT ${base}/a/ai-gateway`)
        ? answer(400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'no' })
        : pass();
    const tags = { tags: [{ key: 'team', value: 'x' }] };
    const { outcomes } = await workspace.apply({
      endpoints: [custom('a', { ...limits(1), ...tags }), custom('b', tags)],
    });
    expect(outcomes).toMatchObject([
      {
        name: 'a',
        status: 'failed',
        applied: ['patch-tags'],
        step: 'put-ai-gateway',
        left: ['put-ai-gateway'],
      },
      { name: 'b', status: 'applied', applied: ['patch-tags'] },
    ]);
    expect(outcomes[0]?.error).toBeInstanceOf(ApiError);
  });

  it('skips what depends on it, and says on what', async () => {
    const workspace = await applying();
    workspace.intercept = (request, pass) =>
      isCall(request, 'POST /api/2.0/secrets/put')
        ? answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' })
        : pass();
    const { outcomes } = await workspace.apply({ endpoints: [external('chat'), custom('churn')] });
    expect(statuses(outcomes)).toMatchObject({
      'secret/llm/openai': 'failed',
      'endpoint/chat': 'skipped',
      'endpoint/churn': 'applied',
    });
    expect(outcomes.find(({ name }) => name === 'chat')?.because).toEqual(['secret/llm/openai']);
  });

  it('of a deployment names entity and reason, and deletes nothing', async () => {
    const workspace = await applying({ failDeployments: () => 'out of memory' });
    const { outcomes } = await workspace.apply({ endpoints: [custom('churn')] });
    expect(outcomes).toMatchObject([{ status: 'failed', applied: ['create'], step: 'wait' }]);
    const error = outcomes[0]?.error;
    expect(error).toBeInstanceOf(DeploymentFailedError);
    expect((error as DeploymentFailedError).reasons).toMatchObject([
      { entity: 'current', message: 'out of memory' },
    ]);
    expect(workspace.writes.map(([line]) => line)).toEqual([`POST ${base}`]);
  });

  it('of an earlier deployment does not count as one of the next', async () => {
    let fails = true;
    const workspace = await applying({ failDeployments: () => (fails ? 'out of memory' : undefined) });
    await workspace.apply({ endpoints: [custom('churn')] });
    fails = false;
    const { outcomes } = await workspace.apply({ endpoints: [custom('churn', limits(5))] });
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    expect((await workspace.plan({ endpoints: [custom('churn', limits(5))] })).entries[0]?.action).toBe(
      'none',
    );
  });

  it('is what a deployment comes to that is not what was sent', async () => {
    const workspace = await applying();
    let sent = false;
    workspace.intercept = async (request, pass) => {
      const response = await pass();
      if (isCall(request, `PUT ${base}/churn/config`) && !sent) {
        sent = true;
        // Somebody else's config goes over ours as soon as it is deployed.
        await workspace.client.endpoints.get('churn');
        await workspace.client.endpoints.get('churn');
        await workspace.client.endpoints.updateConfig('churn', custom('churn', {}, '9').config ?? {});
      }
      return response;
    };
    await workspace.apply({ endpoints: [custom('churn')] });
    const { outcomes } = await workspace.apply({ endpoints: [custom('churn', {}, '2')] });
    expect(outcomes).toMatchObject([{ status: 'failed', step: 'wait', error: { code: 'NOT_AS_SENT' } }]);
  });
});

describe('an endpoint that is busy', () => {
  it('is waited for, and planned afresh', async () => {
    const workspace = await applying({ deployment: 60_000 });
    await workspace.client.endpoints.create({ name: 'churn', config: custom('churn', {}, '1').config! });
    const { plan, outcomes, events } = await workspace.apply({ endpoints: [custom('churn', {}, '2')] });
    expect(plan.entries[0]?.busy).toBe(true);
    expect(outcomes).toMatchObject([{ status: 'applied', applied: ['update-config'] }]);
    const types = events.map((event) => (event.type === 'waiting' ? `waiting ${event.foreign}` : event.type));
    expect(types.indexOf('replanned')).toBeGreaterThan(types.indexOf('waiting true'));
    expect(types.indexOf('step')).toBeGreaterThan(types.indexOf('replanned'));
  });

  it('only in the moment of the call leads to a new plan, too', async () => {
    const workspace = await applying({ deployment: 60_000 });
    await workspace.apply({ endpoints: [custom('churn')] });
    let asked = false;
    workspace.intercept = async (request, pass) => {
      if (isCall(request, `PUT ${base}/churn/config`) && !asked) {
        asked = true;
        await workspace.client.endpoints.updateConfig('churn', custom('churn', {}, '7').config ?? {});
      }
      return pass();
    };
    const { outcomes, events } = await workspace.apply({ endpoints: [custom('churn', {}, '2')] });
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    expect(events.find(({ type }) => type === 'replanned')).toMatchObject({ reason: 'conflict' });
    expect((await workspace.plan({ endpoints: [custom('churn', {}, '2')] })).entries[0]?.action).toBe('none');
  });

  it('and just what is declared is waited for, nothing else', async () => {
    const workspace = await applying({ deployment: 60_000 });
    await workspace.client.endpoints.create({ name: 'churn', config: custom('churn').config! });
    workspace.writes.length = 0;
    const { outcomes } = await workspace.apply({ endpoints: [custom('churn')] });
    expect(outcomes).toMatchObject([{ status: 'unchanged' }]);
    expect(workspace.writes).toEqual([]);
  });
});

describe('an answer that is lost', () => {
  it.each([
    ['PUT', 'config', custom('churn', {}, '2')],
    ['PUT', 'ai-gateway', custom('churn', limits(5))],
    ['PATCH', 'tags', custom('churn', { tags: [{ key: 'a', value: 'b' }] })],
  ])('of %s %s does no harm', async (method, part, document) => {
    const workspace = await applying();
    await workspace.apply({ endpoints: [custom('churn')] });
    let lost = 0;
    workspace.intercept = async (request, pass) => {
      const response = await pass();
      if (!isCall(request, `${method} ${base}/churn/${part}`) || lost++ > 0) return response;
      return answer(500, { error_code: 'INTERNAL_ERROR', message: 'the answer is lost' });
    };
    workspace.writes.length = 0;
    const { outcomes } = await workspace.apply({ endpoints: [document] });
    expect(outcomes.map(({ status }) => status)).not.toContain('failed');
    expect((await workspace.plan({ endpoints: [document] })).entries[0]?.action).toBe('none');
    // A config is deployed once: it is looked at before it would be sent again.
    expect(workspace.writes).toHaveLength(part === 'config' ? 1 : 2);
  });

  it('of every call of secrets and of deletions does no harm', async () => {
    const workspace = await applying();
    const seen = new Set<string>();
    workspace.intercept = async (request, pass) => {
      const response = await pass();
      const line = `${request.method} ${request.path}`;
      if (request.method === 'GET' || seen.has(line)) return response;
      seen.add(line);
      return answer(502, 'bad gateway');
    };
    const desired = { endpoints: [external('chat')] };
    const { outcomes } = await workspace.apply(desired);
    expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    const destroyed = await workspace.apply(desired, { kind: 'destroy' });
    expect(destroyed.outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect(await namesIn(workspace)).toEqual([]);
  });
});

describe('a replacement', () => {
  const optimized = (name: string): EndpointDocument => custom(name, { route_optimized: true });

  it('is not carried out where it is not allowed', async () => {
    const workspace = await applying();
    await workspace.apply({ endpoints: [custom('churn')] });
    workspace.writes.length = 0;
    const { outcomes } = await workspace.apply({ endpoints: [optimized('churn')] });
    expect(outcomes).toMatchObject([{ status: 'blocked', error: { exitCode: 2 } }]);
    expect(workspace.writes).toEqual([]);
  });

  it('grants anew what was granted before', async () => {
    const workspace = await applying();
    const granted = { permissions: [{ group_name: 'users', level: 'CAN_QUERY' as const }] };
    await workspace.apply({ endpoints: [custom('churn', granted)] });
    const { outcomes } = await workspace.apply(
      { endpoints: [optimized('churn')] },
      { planning: { allowReplace: true } },
    );
    expect(outcomes).toMatchObject([{ action: 'replace', status: 'applied' }]);
    const { id } = await workspace.client.endpoints.get('churn');
    const { access_control_list: list } = await workspace.client.permissions.get(id ?? '');
    expect(list?.map(({ group_name }) => group_name)).toContain('users');
  });

  it('that ends between deleting and creating says all that would be lost', async () => {
    const workspace = await applying();
    const had = {
      permissions: [{ group_name: 'users', level: 'CAN_QUERY' as const }],
      tags: [{ key: 'team', value: 'growth' }],
      description: 'who leaves',
      email_notifications: { on_update_failure: ['oncall@example.com'] },
      ai_gateway: { usage_tracking_config: { enabled: true } },
    };
    await workspace.apply({ endpoints: [custom('churn', had)] });
    workspace.intercept = (request, pass) =>
      isCall(request, `POST ${base}`) ? answer(403, { error_code: 'PERMISSION_DENIED' }) : pass();
    const { outcomes } = await workspace.apply(
      { endpoints: [optimized('churn')] },
      { planning: { allowReplace: true } },
    );
    expect(outcomes).toMatchObject([{ status: 'failed', applied: ['delete'], step: 'create' }]);
    expect(outcomes[0]?.lost).toMatchObject({
      ...had,
      permissions: expect.arrayContaining(had.permissions) as unknown,
    });
    expect(outcomes[0]?.lost).not.toHaveProperty('config');
  });

  it('that ends there says nothing of what the manifest declares', async () => {
    const workspace = await applying();
    const parts = { permissions: [], tags: [{ key: 'team', value: 'growth' }] };
    await workspace.apply({ endpoints: [custom('churn', parts)] });
    workspace.intercept = (request, pass) =>
      isCall(request, `POST ${base}`) ? answer(403, { error_code: 'PERMISSION_DENIED' }) : pass();
    const { outcomes } = await workspace.apply(
      { endpoints: [{ ...optimized('churn'), ...parts }] },
      { planning: { allowReplace: true } },
    );
    expect(outcomes).toMatchObject([{ status: 'failed', step: 'create' }]);
    expect(outcomes[0]?.lost).toBeUndefined();
  });

  it('that ends before it has granted anew says whose access is lost, and nothing that is back', async () => {
    const workspace = await applying();
    const had = {
      permissions: [{ group_name: 'users', level: 'CAN_QUERY' as const }],
      tags: [{ key: 'team', value: 'growth' }],
    };
    await workspace.apply({ endpoints: [custom('churn', had)] });
    workspace.intercept = (request, pass) =>
      request.method === 'PATCH' ? answer(403, { error_code: 'PERMISSION_DENIED' }) : pass();
    const { outcomes } = await workspace.apply(
      { endpoints: [optimized('churn')] },
      { planning: { allowReplace: true } },
    );
    expect(outcomes).toMatchObject([{ status: 'failed', applied: ['delete', 'create'] }]);
    expect(outcomes[0]?.lost).toEqual({ permissions: expect.arrayContaining(had.permissions) as unknown });
  });
});

describe('a saved plan', () => {
  it('is not made anew for an endpoint that something else has changed meanwhile', async () => {
    const workspace = await applying({ deployment: 60_000 });
    await workspace.apply({ endpoints: [custom('churn')] });
    const desired = { endpoints: [custom('churn', {}, '2')] };
    const saved = await workspace.plan(desired);
    let asked = false;
    workspace.intercept = async (request, pass) => {
      if (isCall(request, `PUT ${base}/churn/config`) && !asked) {
        asked = true;
        await workspace.client.endpoints.updateConfig('churn', {
          ...custom('churn', {}, '7').config,
          traffic_config: { routes: [{ served_entity_name: 'current', traffic_percentage: 100 }] },
        });
        await workspace.client.endpoints.patchTags('churn', { add_tags: [{ key: 'x', value: 'y' }] });
        await workspace.client.endpoints.putAiGateway('churn', limits(3).ai_gateway);
      }
      return pass();
    };
    const withTags = { endpoints: [custom('churn', { tags: [] }, '2')] };
    const { outcomes } = await workspace.apply(withTags, { saved });
    expect(outcomes).toMatchObject([{ status: 'failed', error: { code: 'PLAN_OUTDATED', exitCode: 6 } }]);
  });
});

describe('a write budget', () => {
  it('holds back the writes, tells the time that they will take, and counts no reads', async () => {
    const workspace = await applying();
    const budget = new WriteBudget({ clock: workspace.clock, writes: 3 });
    const endpoints = Array.from({ length: 7 }, (_, index) => custom(`e${index}`));
    const { events, outcomes } = await workspace.apply({ endpoints }, { budget });
    expect(outcomes.every(({ status }) => status === 'applied')).toBe(true);
    const [throttled] = events.filter((event) => event.type === 'throttled');
    expect(throttled).toMatchObject({ writesLeft: 4, waitMs: 5 * 60_000, etaMs: 10 * 60_000 });
    expect(workspace.clock.monotonic()).toBeGreaterThanOrEqual(10 * 60_000);
  });
});

describe('an interrupt', () => {
  it('finishes the calls under way, begins nothing more, and says what is left', async () => {
    const workspace = await applying();
    const endpoints = Array.from({ length: 6 }, (_, index) => custom(`e${index}`));
    let calls = 0;
    workspace.intercept = async (request, pass) => {
      if (request.method === 'POST' && ++calls === 2) workspace.interrupt();
      return pass();
    };
    const { outcomes, events } = await workspace.apply({ endpoints }, { parallel: 2 });
    expect(calls).toBe(2);
    const interrupted = events.find(({ type }) => type === 'interrupted');
    expect(interrupted).toMatchObject({ running: ['endpoint/e0', 'endpoint/e1'] });
    expect((interrupted as { left: readonly string[] }).left).toHaveLength(4);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill('interrupted'));
    expect(outcomes[0]).toMatchObject({ applied: ['create'], left: ['wait'] });
    expect(await namesIn(workspace)).toEqual(['e0', 'e1']);
  });
});
