import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, type Answer, scriptedTransport } from '../../helpers/scripted-transport.ts';
import { run } from '../../helpers/run.ts';
import { foreignKeys } from '../../helpers/json-keys.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { applied, canary, chat, churn, withKey } from './manifests.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  await folder.save('chat.yaml', chat);
  await folder.save('churn.yaml', churn);
});
afterEach(() => folder[Symbol.asyncDispose]());

const terminal = { tty: true, env: { NO_COLOR: '1', OPENAI_API_KEY: canary } };

describe('apply', () => {
  it('makes all that a directory declares, and then there is nothing left to do', async () => {
    const first = await folder.run('apply -f .', withKey);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('Applied 4.');
    expect(first.stderr).toContain('+ endpoint churn');
    expect(first.stderr).toContain('endpoint churn: created');
    const diff = await folder.run('diff -f . --exit-code', withKey);
    expect(diff).toMatchObject({ code: 0 });
    expect(diff.stdout).toContain('No changes: 2 endpoints, 1 secret scope, 1 secret as declared.');
    const again = await folder.run('apply -f .', withKey);
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to do.\n' });
  });

  it('makes the fleet among the examples, which asks for no secret', async () => {
    const fleet = fileURLToPath(new URL('../../../examples/fleet/', import.meta.url));
    expect(await folder.run(['apply', '-f', fleet])).toMatchObject({ code: 0 });
    expect(await folder.run(['diff', '-f', fleet, '--exit-code'])).toMatchObject({ code: 0 });
  });

  it('prints one JSON value with a version, of what came of each', async () => {
    const { code, stdout } = await folder.run('apply -f churn.yaml -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'servectl-apply-result',
      version: 2,
      kind: 'apply',
      counts: { applied: 1, failed: 0 },
      outcomes: [{ entry: 'endpoint/churn', action: 'create', status: 'applied', applied: ['create'] }],
    });
  });

  it('prints what happens as lines of JSON, the first one with a version', async () => {
    const { code, stdout } = await folder.run('apply -f churn.yaml -o ndjson');
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(foreignKeys(events)).toEqual([]);
    expect(events[0]).toEqual({ type: 'version', format: 'servectl-apply-events', version: 2 });
    expect(events.map(({ type }) => type)).toEqual([
      'version',
      'started',
      'step',
      'waiting',
      'waiting',
      'finished',
      'result',
    ]);
  });

  it('names what it has changed', async () => {
    const { stdout } = await folder.run('apply -f . -o name', withKey);
    expect(stdout.split('\n').sort()).toEqual(
      ['', 'endpoint/chat', 'endpoint/churn', 'secret/llm/openai', 'secret-scope/llm'].sort(),
    );
  });

  it('lets no secret out, wherever something is shown', async () => {
    await folder.save(
      'plain.yaml',
      chat
        .replace('name: chat', 'name: plain')
        .replace(
          "openai_api_key: '{{secrets/llm/openai}}'",
          'openai_api_key_plaintext: ${env.OPENAI_API_KEY}',
        ),
    );
    for (const line of [
      'diff -f . --why --out plan.json',
      'diff -f . -o json',
      'apply -f . --dry-run -o json',
      'apply --plan plan.json -o ndjson --debug',
      'apply -f . --send-write-only -o json --debug',
    ]) {
      const { code, stdout, stderr } = await folder.run(line, withKey);
      expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
      expect(stdout).not.toContain(canary);
      expect(stderr).not.toContain(canary);
    }
    const { readFile } = await import('node:fs/promises');
    expect(await readFile(`${folder.path}/plan.json`, 'utf8')).not.toContain(canary);
  });

  it('asks on a terminal, and does nothing where the answer is no', async () => {
    const no = await folder.run('apply -f churn.yaml', { ...terminal, stdin: 'n\n' });
    expect(no).toMatchObject({ code: 0 });
    expect(no.stderr).toContain('Create endpoint churn? [y/N]');
    expect(no.stderr).toContain('nothing was changed');
    expect((await folder.run('endpoints get churn')).code).toBe(5);
    const yes = await folder.run('apply -f churn.yaml', { ...terminal, stdin: 'y\n', columns: 80 });
    expect(yes).toMatchObject({ code: 0 });
    expect(yes.stdout).toContain('Applied 1.');
  });

  it('with --dry-run prints the requests in the order of the plan, and sends none', async () => {
    const { code, stdout } = await folder.run('apply -f chat.yaml --dry-run -o json', { env: {} });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { path: string }[]).map(({ path }) => path)).toEqual([
      '/api/2.0/secrets/scopes/create',
      '/api/2.0/secrets/put',
      '/api/2.0/serving-endpoints',
    ]);
    expect((await folder.run('secrets list-scopes -o json')).stdout).toBe('[]\n');
  });

  it('sends a write-only value again only where that is asked for', async () => {
    await applied(folder);
    const { stdout } = await folder.run('apply -f . --send-write-only -o name', withKey);
    expect(stdout).toBe('secret/llm/openai\n');
  });

  it('with --no-wait leaves the deployment to itself, and says how to wait for it', async () => {
    const { code, stdout } = await folder.run('apply -f churn.yaml --no-wait');
    expect(code).toBe(0);
    expect(stdout).toContain('servectl endpoints wait churn');
  });
});

describe('what an apply refuses', () => {
  it('is a secret without a value, with its place, before anything is sent', async () => {
    const { code, stderr } = await folder.run('apply -f .', { env: {} });
    expect(code).toBe(2);
    expect(stderr).toContain('chat.yaml:5:15: error[secret-value-missing]');
    expect(stderr).toContain('OPENAI_API_KEY');
    expect((await folder.run('endpoints get churn')).code).toBe(5);
  });

  it('is a reference to a secret that nobody provides, unless the preflight is off', async () => {
    await folder.save('lone.yaml', chat.replace(/secrets:[^]*?(?=config:)/, ''));
    const refused = await folder.run('apply -f lone.yaml');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('error[scope-missing]: there is no secret scope llm');
    expect(refused.stderr).toContain('lone.yaml:10:27');
    expect(await folder.run('apply -f lone.yaml --no-preflight')).toMatchObject({ code: 0 });
  });

  it('is a replacement that is not allowed, and one that nobody agreed to', async () => {
    await applied(folder);
    await folder.save('churn.yaml', `${churn}route_optimized: true\n`);
    const refused = await folder.run('apply -f churn.yaml');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('error[replace-not-allowed]');
    expect(refused.stderr).toContain('churn.yaml:12:');
    const unasked = await folder.run('apply -f churn.yaml --allow-replace');
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('pass --yes');
    const allowed = await folder.run('apply -f churn.yaml --allow-replace --yes -o json');
    expect(allowed.code).toBe(0);
    expect(JSON.parse(allowed.stdout)).toMatchObject({
      outcomes: [{ action: 'replace', status: 'applied' }],
    });
  });

  it('is a manifest with an error, without asking the workspace', async () => {
    await folder.save('broken.yaml', churn.replace('workload_size', 'workload_sise'));
    const transport = scriptedTransport(new Error('nothing may be sent'));
    const { code, stderr } = await run('apply -f broken.yaml', { transport, cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain('workload_size');
    expect(transport.requests).toEqual([]);
  });

  it('is --prune without an owner', async () => {
    expect(await folder.run('apply -f . --prune', withKey)).toMatchObject({ code: 2 });
  });

  it('is a number that is none', async () => {
    for (const flag of ['--parallel 0', '--parallel x', '--write-budget 0', '--write-budget many']) {
      expect((await folder.run(`apply -f churn.yaml ${flag}`)).code).toBe(2);
    }
  });
});

describe('pruning', () => {
  it('deletes what carries the mark of the owner and is declared no more, and nothing else', async () => {
    await folder.save('other.yaml', churn.replace('name: churn', 'name: other'));
    await applied(folder, 'apply -f other.yaml');
    await applied(folder, 'apply -f chat.yaml -f churn.yaml --owner search');
    const unasked = await folder.run('apply -f chat.yaml --owner search --prune', withKey);
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('delete endpoint churn');
    const { code, stdout } = await folder.run(
      'apply -f chat.yaml --owner search --prune --yes -o name',
      withKey,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'endpoint/churn\n' });
    expect((await folder.run('endpoints get other')).code).toBe(0);
    expect((await folder.run('diff -f chat.yaml --owner search --prune --exit-code', withKey)).code).toBe(0);
  });
});

describe('an endpoint that Databricks provides', () => {
  it('takes a gateway without being created', async () => {
    await folder.save(
      'echo.yaml',
      'name: local-echo\nai_gateway:\n  rate_limits:\n    - calls: 5\n      renewal_period: minute\n',
    );
    const { code, stdout } = await folder.run('apply -f echo.yaml -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcomes: [{ action: 'update', applied: ['put-ai-gateway'] }],
    });
    expect((await folder.run('diff -f echo.yaml --exit-code')).code).toBe(0);
  });
});

describe('an endpoint that Databricks would provide', () => {
  it('and does not is no endpoint to create', async () => {
    await folder.save(
      'gone.yaml',
      'name: databricks-gone\nai_gateway:\n  rate_limits:\n    - calls: 5\n      renewal_period: minute\n',
    );
    const { code, stderr } = await folder.run('apply -f gone.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('gone.yaml:1:7: error[not-there]');
  });
});

describe('the exit code of a failure', () => {
  const get404 = answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'not there' });
  const applyWith = (...answers: readonly Answer[]) => {
    const reply = (request: { method: string }) => {
      if (request.method === 'GET') return get404;
      const next = answers[0];
      if (next === undefined || next instanceof Error || typeof next === 'function') throw next as Error;
      return next;
    };
    return run('apply -f churn.yaml -o json', {
      transport: scriptedTransport(reply),
      cwd: folder.path,
      env: { DATABRICKS_HOST: 'https://example.cloud.databricks.com', DATABRICKS_TOKEN: 'dapi0' },
    });
  };

  it.each([
    [400, 'INVALID_PARAMETER_VALUE', 2],
    [403, 'PERMISSION_DENIED', 4],
    [409, 'RESOURCE_ALREADY_EXISTS', 6],
    [429, 'REQUEST_LIMIT_EXCEEDED', 9],
    [503, 'TEMPORARILY_UNAVAILABLE', 9],
  ])('of a call that ends with %s %s is %s', async (status, error_code, exitCode) => {
    const { code, stdout, stderr } = await applyWith(answer(status, { error_code, message: 'no' }));
    expect({ code, stderr }).toMatchObject({ code: exitCode });
    expect(JSON.parse(stdout)).toMatchObject({ counts: { failed: 1 } });
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1)!)).toMatchObject({
      error: { code: 'APPLY_INCOMPLETE' },
    });
  });

  it('is 4 without a workspace', async () => {
    expect((await run('apply -f churn.yaml', { cwd: folder.path })).code).toBe(4);
  });

  it('is 130 after an interrupt, and what is left is said', async () => {
    const { code, stderr, stdout } = await folder.run('apply -f churn.yaml', {
      prepare: (host) => {
        host.stderr.onChunk = (text) => {
          if (text.includes('churn: creating')) host.interruptWith('SIGINT');
        };
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('interrupt again to stop at once');
    expect(stdout).toContain('interrupted');
    const again = await folder.run('apply -f churn.yaml');
    expect(again.code).toBe(0);
  });
});
