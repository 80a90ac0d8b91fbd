import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../../schemas/fields.ts';
import { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import { codes } from '../../../src/manifest/rules/codes.ts';
import { ruleCases } from '../../../src/manifest/rules/cases/all.ts';
import { fileCases } from '../../../src/manifest/rules/cases/files.ts';
import { shapeCases } from '../../../src/manifest/rules/cases/shape.ts';
import { run } from '../../helpers/run.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';

const json = async (what: string): Promise<unknown> =>
  JSON.parse((await run(['explain', what, '-o', 'json'])).stdout);

/** The files that the examples speak of. */
async function prepare(folder: WorkspaceFolder): Promise<void> {
  const named = (name: string): string => `name: ${name}\n`;
  await mkdir(`${folder.path}/endpoints`);
  await folder.save(
    'chat.yaml',
    'name: chat\nai_gateway: {rate_limits: [{calls: "${var.calls:-1}", renewal_period: minute}]}\n',
  );
  await folder.save('endpoints/chat.yaml', named('chat'));
  await folder.save('fleet.yaml', `${named('chat')}---\n${named('churn')}`);
  await folder.save(
    'databricks.yml',
    'bundle: {name: b}\ntargets: {dev: {}, prod: {}}\nresources: {model_serving_endpoints: {e: {name: e}}}\n',
  );
}

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

  it.each(Object.keys({ ...fileCases, ...shapeCases }))('%s shows an example, too', async (code) => {
    expect(await json(code)).toMatchObject({ example: { wrong: text, message: text, right: text } });
  });

  describe.each(Object.entries(fileCases))('%s', (code, { wrong, message, right, ...more }) => {
    const tell = async (script: string) => {
      await using folder = await workspaceFolder();
      await prepare(folder);
      const lines = script.split('\n');
      const [before = '', command = ''] =
        /^(?:(.*) \| )?servectl (.*)$/.exec(lines.at(-1) ?? '')?.slice(1) ?? [];
      for (const line of lines.slice(0, -1)) execFileSync('sh', ['-c', line], { cwd: folder.path });
      const stdin =
        before === '' ? '' : execFileSync('sh', ['-c', before], { cwd: folder.path, encoding: 'utf8' });
      const { stdout, stderr } = await folder.run(command.replaceAll("'", ''), { stdin });
      return stdout + stderr;
    };
    // Nothing is unreadable to the superuser.
    it.skipIf(code === 'file-unreadable' && process.getuid?.() === 0)(
      'is told as the example says',
      async () => {
        const told = await tell(wrong);
        expect(told).toContain(`[${code}]: ${message}\n`);
        if ('hint' in more) expect(told).toContain(`hint: ${more.hint}\n`);
      },
    );

    it('is not told of what is right', async () => {
      expect(await tell(right)).not.toContain(`[${code}]`);
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
    expect((await run('explain tags')).stdout).toMatch(/^known from {2}databricks-sdk-py, /m);
    expect((await run('explain secrets')).stdout).toMatch(/^known from {2}servectl, an extension/m);
    expect((await run('explain permissions')).stdout).toMatch(/^known from {2}Databricks CLI, /m);
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
