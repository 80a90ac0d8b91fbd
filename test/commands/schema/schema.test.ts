import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { exampleNames } from '#schemas/manifest/examples.ts';
import { run } from '../../helpers/run.ts';
import { workspaceFolder } from '../../helpers/workspace-folder.ts';

describe('schema', () => {
  it('lists the kinds of documents', async () => {
    const { code, stdout } = await run('schema -o name');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['endpoint', 'put-rate-limits', 'query']));
    expect((await run('schema')).stdout).toMatch(/^KIND +DESCRIBES\nendpoint +/);
  });

  it('prints the JSON Schema that is in the package', async () => {
    const { stdout } = await run('schema endpoint');
    expect(stdout).toBe(await readFile('schemas/json/endpoint.schema.json', 'utf8'));
    expect(await run('schema endpoint --query title -o json')).toMatchObject({ code: 0 });
  });

  it.each(exampleNames)('prints an example for %s that creates an endpoint', async (name) => {
    await using folder = await workspaceFolder();
    const { code, stdout } = await run(`schema --example ${name}`);
    expect(code).toBe(0);
    await folder.save('endpoint.yaml', stdout);
    const dryRun = await folder.run('endpoints create -f endpoint.yaml --dry-run -o json');
    expect(dryRun).toMatchObject({ code: 0 });
    expect(JSON.parse(dryRun.stdout)).toMatchObject([{ method: 'POST', path: '/api/2.0/serving-endpoints' }]);
  });

  it('prints an example as JSON where that is asked for', async () => {
    const { stdout } = await run('schema --example openai -o json');
    expect(JSON.parse(stdout)).toMatchObject({
      config: { served_entities: [{ external_model: { provider: 'openai' } }] },
    });
  });

  it.each([
    ['schema endpiont', 'did you mean endpoint?'],
    ['schema --example opnai', 'did you mean openai?'],
    ['schema endpoint --example openai', 'exclude each other'],
  ])('refuses %s', async (line, message) => {
    const { code, stderr } = await run(line);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
