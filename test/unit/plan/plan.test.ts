import { describe, expect, it } from 'vitest';
import type { ServingEndpointDetailed } from '../../../schemas/api/serving-endpoint-detailed.ts';
import type { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import { movedSince } from '../../../src/plan/moved.ts';
import { countActions, hasChanges, plan } from '../../../src/plan/plan.ts';
import { planDestroy } from '../../../src/plan/plan-destroy.ts';
import { formatPlan, parsePlan } from '../../../src/plan/plan-json.ts';
import { sealed } from '../../../src/plan/seal.ts';
import type { ActualState, DesiredState, Plan, PlanOptions } from '../../../src/plan/types.ts';
import { planOptions } from '../../helpers/planning.ts';

const endpoint = (name: string, more: object = {}): ServingEndpointDetailed => ({ name, id: name, ...more });
const actualOf = (endpoints: ServingEndpointDetailed[], more: Partial<ActualState> = {}): ActualState => ({
  endpoints: new Map(endpoints.map((each) => [each.name, { endpoint: each }])),
  listed: endpoints,
  ...more,
});
const planOf = (desired: DesiredState, actual: ActualState, options: Partial<PlanOptions> = {}): Plan =>
  plan({ desired, actual, options: { ...planOptions, ...options } });
const summary = ({ entries }: Plan) => entries.map(({ id, action }) => `${action} ${id}`);

const withKey: EndpointDocument = {
  name: 'chat',
  config: {
    served_entities: [
      {
        external_model: {
          provider: 'openai',
          name: 'gpt',
          task: 'llm/v1/chat',
          openai_config: { openai_api_key: '{{secrets/LLM/key}}' },
        },
      },
    ],
  },
  secrets: [
    { scope: 'llm', key: 'key', from_env: 'KEY' },
    { scope: 'llm', key: 'other', from_file: 'other.txt' },
  ],
};

describe('secrets', () => {
  it('come before the endpoints that refer to them, and their scope before them', () => {
    const { entries } = planOf({ endpoints: [withKey] }, actualOf([]));
    expect(entries.map(({ id, action, after }) => [id, action, after])).toEqual([
      ['secret-scope/llm', 'create', []],
      ['secret/llm/key', 'create', ['secret-scope/llm']],
      ['secret/llm/other', 'create', ['secret-scope/llm']],
      ['endpoint/chat', 'create', ['secret/llm/key', 'secret/llm/other']],
    ]);
    expect(entries.flatMap(({ steps }) => steps).slice(0, 3)).toEqual([
      { step: { call: 'create-scope', body: { scope: 'llm' } }, withheld: [] },
      {
        step: { call: 'put-secret', body: { scope: 'llm', key: 'key' } },
        withheld: [
          { path: ['string_value'], source: { from: 'environment', name: 'KEY', scope: 'llm', key: 'key' } },
        ],
      },
      {
        step: { call: 'put-secret', body: { scope: 'llm', key: 'other' } },
        withheld: [
          { path: ['string_value'], source: { from: 'file', file: 'other.txt', scope: 'llm', key: 'other' } },
        ],
      },
    ]);
  });

  it('are sent again on request alone', () => {
    const actual = actualOf([], { scopes: new Map([['LLM', ['key', 'other']]]) });
    const secrets = (options: Partial<PlanOptions>) =>
      summary(planOf({ endpoints: [withKey] }, actual, options)).slice(0, 3);
    expect(secrets({})).toEqual(['none secret-scope/llm', 'none secret/llm/key', 'none secret/llm/other']);
    expect(secrets({ sendWriteOnly: true }).slice(1)).toEqual([
      'update secret/llm/key',
      'update secret/llm/other',
    ]);
  });

  it('are blocked where two documents take them from different places', () => {
    const other = { name: 'b', secrets: [{ scope: 'LLM', key: 'key', from_env: 'ANOTHER' }] };
    const { entries } = planOf({ endpoints: [withKey, other] }, actualOf([]));
    expect(entries.filter(({ blocked }) => blocked.length > 0).map(({ id }) => id)).toEqual([
      'secret/llm/key',
    ]);
  });
});

describe('pruning', () => {
  const owned = (name: string, owner: string, more: object = {}) =>
    endpoint(name, { tags: [{ key: 'servectl_owner', value: owner }], ...more });
  const actual = actualOf([
    owned('kept', 'team'),
    owned('gone', 'team'),
    owned('theirs', 'other'),
    endpoint('nobodys'),
    owned('provided', 'team', { endpoint_type: 'FOUNDATION_MODEL_API' }),
  ]);
  const desired = { endpoints: [{ name: 'kept' }] };

  it('deletes what carries the tag of the owner and is declared no more', () => {
    expect(summary(planOf(desired, actual, { prune: true, owner: 'team' }))).toEqual([
      'none endpoint/kept',
      'delete endpoint/gone',
    ]);
  });

  it.each([{ prune: true }, { owner: 'team' }])('deletes nothing with %j alone', (options) => {
    expect(summary(planOf(desired, actual, options))).toEqual(['none endpoint/kept']);
  });
});

describe('destruction', () => {
  const scopes = (keys: string[]) => ({ scopes: new Map([['llm', keys]]) });
  const destroy = (actual: ActualState, desired: DesiredState = { endpoints: [withKey] }) =>
    planDestroy({ desired, actual, options: planOptions });

  it('takes endpoints first, then secrets, then the scope that they leave empty', () => {
    const { entries } = destroy(actualOf([endpoint('chat')], scopes(['key', 'other'])));
    expect(entries.map(({ id, after }) => [id, after])).toEqual([
      ['endpoint/chat', []],
      ['secret/llm/key', ['endpoint/chat']],
      ['secret/llm/other', ['endpoint/chat']],
      ['secret-scope/llm', ['endpoint/chat', 'secret/llm/key', 'secret/llm/other']],
    ]);
  });

  it('leaves a scope that holds more, and what is not there', () => {
    expect(summary(destroy(actualOf([], scopes(['key', 'foreign']))))).toEqual(['delete secret/llm/key']);
    expect(summary(destroy(actualOf([])))).toEqual([]);
  });

  it('takes a scope that is declared by itself, whatever it holds', () => {
    const desired = { endpoints: [], scopes: [{ scope: 'llm' }] };
    expect(summary(destroy(actualOf([], scopes(['foreign'])), desired))).toEqual(['delete secret-scope/llm']);
  });

  it('leaves what Databricks provides', () => {
    const name = 'databricks-llama';
    expect(summary(destroy(actualOf([endpoint(name)]), { endpoints: [{ name }] }))).toEqual([
      'none endpoint/databricks-llama',
    ]);
  });
});

describe('a plan as a whole', () => {
  it('counts its entries, blocked ones apart', () => {
    const desired = { endpoints: [{ name: 'a' }, { name: 'b', description: 'new' }, { name: 'c' }] };
    const made = planOf(desired, actualOf([endpoint('b'), endpoint('c')]));
    expect(countActions(made)).toEqual({ none: 1, create: 1, update: 0, replace: 0, delete: 0, blocked: 1 });
    expect(hasChanges(made)).toBe(true);
    expect(hasChanges(planOf({ endpoints: [{ name: 'c' }] }, actualOf([endpoint('c')])))).toBe(false);
  });
});

describe('what has moved since a plan was made', () => {
  const desired = { endpoints: [{ name: 'a', tags: [{ key: 'k' }, { key: 'l' }] }, { name: 'b' }] };
  const before = planOf(desired, actualOf([endpoint('a', { state: { ready: 'READY' } })]));

  it('is nothing where only states and the order of answers differ', () => {
    const later = endpoint('a', { state: { ready: 'NOT_READY' }, last_updated_timestamp: 5 });
    expect(movedSince(before, planOf(desired, actualOf([later])))).toEqual([]);
    const tagged = (tags: object[]) => planOf(desired, actualOf([endpoint('a', { tags })]));
    expect(movedSince(tagged([{ key: 'a' }, { key: 'b' }]), tagged([{ key: 'b' }, { key: 'a' }]))).toEqual(
      [],
    );
  });

  it.each([
    ['an endpoint that changed', [endpoint('a', { description: 'x' })], 'endpoint/a'],
    ['an endpoint that was recreated', [{ ...endpoint('a'), id: 'another' }], 'endpoint/a'],
    ['an endpoint that came', [endpoint('a'), endpoint('b')], 'endpoint/b'],
    ['an endpoint that went', [], 'endpoint/a'],
  ])('is %s', (_, live, id) => {
    expect(movedSince(before, planOf(desired, actualOf(live)))).toEqual([{ id, side: 'workspace' }]);
  });

  it('is a document that changed, came or went', () => {
    const now = { endpoints: [{ name: 'a', tags: [] }, { name: 'c' }] };
    expect(movedSince(before, planOf(now, actualOf([endpoint('a')])))).toEqual([
      { id: 'endpoint/a', side: 'manifest' },
      { id: 'endpoint/b', side: 'manifest' },
      { id: 'endpoint/c', side: 'manifest' },
    ]);
  });
});

describe('a saved plan', () => {
  const made = sealed(
    planOf({ endpoints: [withKey] }, actualOf([]), {
      workspace: 'https://w.example.com',
      files: ['a.yaml'],
      owner: 'team',
    }),
    planOptions.hash,
  );
  const saved = (change: (plan: Record<string, unknown>) => void): string => {
    const copy = JSON.parse(formatPlan(made)) as Record<string, unknown>;
    change(copy);
    return JSON.stringify(copy);
  };

  it('is read with its keys in another order, too', () => {
    const turned = saved((plan) => {
      const { format, ...rest } = plan;
      delete plan['format'];
      Object.assign(plan, rest, { format });
    });
    expect(parsePlan(turned, 'plan.json', planOptions.hash)).toEqual(made);
  });

  it('is read as it was written', () => {
    expect(parsePlan(formatPlan(made), 'plan.json', planOptions.hash)).toEqual(made);
  });

  it.each([
    ['no JSON', '{', 'plan.json is no JSON'],
    ['something else', '{"version": 1}', 'plan.json is no plan'],
    [
      'another version',
      saved((plan) => (plan['version'] = 1)),
      'plan.json is a plan of version 1, and this servectl understands version 2',
    ],
    [
      'an unknown key',
      saved((plan) => (plan['force'] = true)),
      'plan.json is no plan that can be applied: unknown force',
    ],
    [
      'an unknown call',
      saved(
        (plan) =>
          ((plan['entries'] as { steps: object[] }[])[0]!.steps = [
            { step: { call: 'explode' }, withheld: [] },
          ]),
      ),
      'at entries[0].steps[0].step.call',
    ],
    [
      'entries in a wrong order',
      saved((plan) => (plan['entries'] as unknown[]).reverse()),
      'endpoint/chat waits for secret/llm/key, which is not before it',
    ],
    [
      'edited',
      saved((plan) => ((plan['entries'] as { changes: object[] }[])[0]!.changes = [])),
      'plan.json was edited',
    ],
    ['without a digest', saved((plan) => delete plan['digest']), 'plan.json was edited'],
  ])('is refused where it is %s', (_, json, message) => {
    expect(() => parsePlan(json, 'plan.json', planOptions.hash)).toThrow(message);
  });
});
