import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../../schemas/fields.ts';
import { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import { codes } from '../../../src/manifest/rules/codes.ts';
import { ruleCases } from '../../../src/manifest/rules/cases/all.ts';
import { run } from '../../helpers/run.ts';

const json = async (what: string): Promise<unknown> =>
  JSON.parse((await run(['explain', what, '-o', 'json'])).stdout);

const text: unknown = expect.stringMatching(/./);
const withCpu: unknown = expect.arrayContaining(['CPU', 'GPU_SMALL']);

describe('a code', () => {
  it('is explained with its rule, its source and an example', async () => {
    const { code, stdout, stderr } = await run('explain traffic-sum');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^traffic-sum \(error\)\nroutes add up to 100 %\n\nknown from: .+\n\nWrong\n/);
    expect(stdout).toContain('example.yaml:6:5: error[traffic-sum]: the routes add up to 90 %, not 100 %');
    expect(stdout).toContain('\nRight\n  name: e\n');
  });

  it.each(Object.keys(codes))('%s has an explanation', async (code) => {
    expect(await json(code)).toMatchObject({ kind: 'code', code, ...codes[code] });
  });

  it.each(Object.keys(ruleCases))('%s shows what is said of its example', async (code) => {
    const explanation = await json(code);
    expect(explanation).toMatchObject({
      example: { wrong: text, message: text },
    });
  });

  it('is understood as it stands in a finding', async () => {
    expect(await json('error[traffic-sum]')).toMatchObject({ code: 'traffic-sum' });
  });
});

describe('a field', () => {
  it('is explained by its path, whatever indexes it has', async () => {
    const wanted = await json('config.served_entities.workload_type');
    expect(wanted).toMatchObject({
      kind: 'field',
      field: 'config.served_entities.workload_type',
      type: 'text',
      required: false,
      default: 'CPU',
      values: withCpu,
      changes: { allowed: true },
    });
    expect(await json('config.served_entities[0].workload_type')).toEqual(wanted);
    expect(await json('config.served_entities.0.workload_type')).toEqual(wanted);
  });

  it('says its limits', async () => {
    expect(await json('config.traffic_config.routes.traffic_percentage')).toMatchObject({
      type: 'integer',
      required: true,
      limits: ['at least 0', 'at most 100'],
    });
  });

  it.each(['name', 'route_optimized', 'description', 'budget_policy_id'])(
    '%s never changes, and it says so',
    async (field) => {
      expect(await json(field)).toMatchObject({
        changes: { allowed: false, why: text, source: text },
      });
    },
  );

  it('says what no answer shows', async () => {
    expect(await json('openai_config.openai_api_key_plaintext')).toMatchObject({ write_only: true });
  });

  it('lists all of a name where there are many', async () => {
    const { stdout } = await run('explain enabled');
    expect(stdout).toMatch(/^FIELD +TYPE +MEANING\n/);
    expect(stdout).toContain('ai_gateway.fallback_config.enabled');
    const names = await run('explain enabled -o name');
    expect(names.stdout.split('\n')).toContain('ai_gateway.usage_tracking_config.enabled');
  });

  const fields = [...fieldsOf(EndpointDocument)].map(({ path }) => path);
  it('has a description, and a place where it is known from, each of them', async () => {
    for (const field of fields) {
      expect(await json(field), field).toMatchObject({ field, description: text, source: text });
    }
    expect((await run('explain tags')).stdout).toMatch(/^known from  databricks-sdk-py, /m);
    expect((await run('explain secrets')).stdout).toMatch(/^known from  servectl, an extension/m);
    expect((await run('explain permissions')).stdout).toMatch(/^known from  Databricks CLI, /m);
  });
});

it('names what was probably meant', async () => {
  const { code, stderr } = await run('explain trafic-sum');
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean traffic-sum?');
  expect((await run('explain config.wrokload_size')).stderr).toContain('did you mean workload_size?');
  expect((await run('explain xyzzy-plugh')).code).toBe(2);
});

it('completes codes', async () => {
  const { stdout } = await run(['__complete', '--', 'explain', 'traffic-s']);
  expect(stdout).toContain('traffic-sum');
});
