import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, type RunOptions, type RunResult } from '../../helpers/run.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** Serves, hands what it printed to `meanwhile`, and stops it as Ctrl-C does. */
async function serve(
  flags: string,
  meanwhile: (variables: Record<string, string>) => Promise<void>,
  options: RunOptions = {},
): Promise<RunResult> {
  let work: Promise<void> | undefined;
  const result = await folder.run(['local', 'serve', '--port', '0', ...wordsOf(flags)], {
    ...options,
    prepare: (host) => {
      host.stdout.onChunk = (text) => {
        const lines = text.trimEnd().split('\n');
        const variables = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
        work = meanwhile(variables).finally(() => host.interruptWith('SIGINT'));
      };
    },
  });
  await work;
  return result;
}

/** Split at spaces, of which those in quotes are kept. */
const wordsOf = (flags: string): readonly string[] =>
  (flags.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));

const bearer = (token = '') => ({ headers: { authorization: `Bearer ${token}` } });

describe('local serve', () => {
  it('prints where it listens and its token, takes it, and ends with 0 when it is stopped', async () => {
    const { code, stdout, stderr } = await serve('', async ({ DATABRICKS_HOST = '', DATABRICKS_TOKEN }) => {
      const url = `${DATABRICKS_HOST}/api/2.0/serving-endpoints`;
      const basic = Buffer.from(`token:${DATABRICKS_TOKEN ?? ''}`).toString('base64');
      expect((await fetch(url)).status).toBe(401);
      // As Databricks does: no token is 401, a wrong one 403.
      expect((await fetch(url, bearer('dapi0'))).status).toBe(403);
      expect((await fetch(url, bearer(DATABRICKS_TOKEN))).status).toBe(200);
      expect((await fetch(url, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DATABRICKS_HOST=http:\/\/127\.0\.0\.1:\d+\nDATABRICKS_TOKEN=dapi[\da-f]{32}\n$/);
    expect(stderr).toContain('Ctrl-C stops it');
  });

  it('lets go wrong what --fault says, each time that it says so', async () => {
    const faults = "--fault 'GET /api/* 503 retry-after=7 times=1' --fault 'POST /api/* reset-after'";
    const statuses: number[] = [];
    const { stderr } = await serve(`-v ${faults}`, async ({ DATABRICKS_HOST = '', DATABRICKS_TOKEN }) => {
      const url = `${DATABRICKS_HOST}/api/2.0/serving-endpoints`;
      for (let request = 0; request < 2; request++) {
        statuses.push((await fetch(url, bearer(DATABRICKS_TOKEN))).status);
      }
      const lost = fetch(url, { ...bearer(DATABRICKS_TOKEN), method: 'POST', body: '{"name":"lost"}' });
      await expect(lost).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
      expect((await fetch(`${url}/lost`, bearer(DATABRICKS_TOKEN))).status).toBe(200);
    });
    expect(statuses).toEqual([503, 200]);
    expect(stderr).toMatch(/^GET \/api\/2\.0\/serving-endpoints 503 \(\d+ ms, not handled, status\)$/m);
    expect(stderr).toMatch(/^POST \/api\/2\.0\/serving-endpoints no answer \(\d+ ms, .*, reset-after\)$/m);
  });

  it('names the part of a --fault that is wrong', async () => {
    const { code, stderr } = await folder.run(['local', 'serve', '--fault', 'POST /x 503 times=often']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: fault rule 'POST \/x 503 times=often': times takes a whole number from 1, not 'often'\nhint: a rule is 'METHOD PATH EFFECT/,
    );
  });

  it('prints an OAuth client in place of the token with --oauth, and gives it tokens', async () => {
    const { code, stdout } = await serve('--oauth', async (variables) => {
      const { DATABRICKS_HOST = '', DATABRICKS_CLIENT_ID = '', DATABRICKS_CLIENT_SECRET = '' } = variables;
      const answer = await fetch(`${DATABRICKS_HOST}/oidc/v1/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${DATABRICKS_CLIENT_ID}:${DATABRICKS_CLIENT_SECRET}`).toString('base64')}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'all-apis' }),
      });
      const { access_token } = (await answer.json()) as { access_token: string };
      const listed = await fetch(`${DATABRICKS_HOST}/api/2.0/serving-endpoints`, bearer(access_token));
      expect(listed.status).toBe(200);
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DATABRICKS_HOST=\S+\nDATABRICKS_CLIENT_ID=\S+\nDATABRICKS_CLIENT_SECRET=\S+\n$/);
  });

  it('keeps the credentials that the environment gives, and never writes them to stderr', async () => {
    const env = { SERVECTL_TARGET: 'local:workspace.db', SERVECTL_LOCAL_TOKEN: 'dapi-stable-token' };
    const { stdout, stderr } = await serve(
      '--debug',
      async ({ DATABRICKS_HOST = '' }) => {
        await fetch(`${DATABRICKS_HOST}/api/2.0/serving-endpoints`, bearer('dapi-stable-token'));
      },
      { env },
    );
    expect(stdout).toContain('DATABRICKS_TOKEN=dapi-stable-token\n');
    expect(stderr).toContain('GET /api/2.0/serving-endpoints 200');
    expect(stderr).not.toContain('dapi-stable-token');
  });

  it('logs requests with -v, without their query', async () => {
    const { stderr } = await serve('-v', async ({ DATABRICKS_HOST = '' }) => {
      await fetch(`${DATABRICKS_HOST}/api/2.0/secrets/list?scope=private`);
    });
    expect(stderr).toMatch(/GET \/api\/2\.0\/secrets\/list 401 \w+ \(\d+ ms, not signed in\)/);
    expect(stderr).not.toContain('private');
  });

  it('prints one JSON object with -o json', async () => {
    const result = await folder.run('local serve --port 0 -o json', {
      prepare: (host) => {
        host.stdout.onChunk = () => host.interruptWith('SIGTERM');
      },
    });
    expect(result.code).toBe(0);
    expect(Object.keys(JSON.parse(result.stdout) as object)).toEqual(['DATABRICKS_HOST', 'DATABRICKS_TOKEN']);
  });

  it('provides its models under other names, and fails the deployments that it is told to', async () => {
    const model = { external_model: { provider: 'openai', name: 'm', task: 'llm/v1/chat' } };
    const body = {
      name: 'chat',
      config: {
        served_entities: [
          {
            name: 'bad',
            ...model,
            external_model: { ...model.external_model, openai_config: { openai_api_key: '{{secrets/a/b}}' } },
          },
        ],
      },
    };
    await serve('--alias bge=local-embed --fail-deploy bad=quota', async (variables) => {
      const { DATABRICKS_HOST = '', DATABRICKS_TOKEN = '' } = variables;
      const call = async (method: string, path: string, sent?: unknown): Promise<unknown> => {
        const answer = await fetch(DATABRICKS_HOST + path, {
          method,
          headers: { ...bearer(DATABRICKS_TOKEN).headers, 'content-type': 'application/json' },
          ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
        });
        return answer.json();
      };
      expect(await call('POST', '/serving-endpoints/bge/invocations', { input: 'a' })).toMatchObject({
        data: [{ index: 0 }],
      });
      await call('POST', '/api/2.0/serving-endpoints', body);
      await call('GET', '/api/2.0/serving-endpoints/chat');
      const settled = await call('GET', '/api/2.0/serving-endpoints/chat');
      expect(settled).toMatchObject({ state: { config_update: 'UPDATE_FAILED' } });
      expect(JSON.stringify(settled)).toContain('quota');
    });
  });

  it('ends with 1 where the port is taken, and closes the workspace again', async () => {
    await serve('', async ({ DATABRICKS_HOST = '' }) => {
      const second = await folder.run(`local serve --port ${new URL(DATABRICKS_HOST).port}`);
      expect(second).toMatchObject({ code: 1, stdout: '' });
      expect(second.stderr).toContain('is in use');
    });
  });

  it.each([
    ['a port that is none', '--port 70000'],
    ['a model that there is not', '--alias x=gpt'],
    ['an alias without a model', '--alias x'],
    ['an upstream that is no URL', '--upstream openai=localhost'],
    ['the same alias twice', '--alias x=local-echo --alias x=local-embed'],
    ['a time that is none', '--deploy-time soon'],
  ])('refuses %s', async (_, flags) => {
    expect(await folder.run(`local serve ${flags}`)).toMatchObject({ code: 2, stdout: '' });
  });

  it('refuses a target that is another workspace, and a token that no header can carry', async () => {
    expect(await folder.run('--target databricks local serve')).toMatchObject({ code: 2 });
    const env = { SERVECTL_TARGET: 'local::memory:', SERVECTL_LOCAL_TOKEN: 'two words' };
    const { code, stderr } = await folder.run('local serve --port 0', { env });
    expect(code).toBe(2);
    expect(stderr).not.toContain('two words');
  });
});

describe('local status', () => {
  it('shows where the file would be, and makes none', async () => {
    const { code, stdout } = await folder.run('local status -o json');
    expect(code).toBe(0);
    const file = join(folder.path, 'workspace.db');
    expect(JSON.parse(stdout)).toEqual({ file, exists: false, bytes: 0, endpoints: 0, scopes: 0 });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('counts what is in it', async () => {
    await folder.run('secrets create-scope llm');
    const { stdout } = await folder.run('local status -o json');
    expect(JSON.parse(stdout)).toMatchObject({ exists: true, endpoints: 2, scopes: 1 });
  });

  it('means the file of the user where no target is named', async () => {
    const { stdout } = await run('local status --query file', { env: { XDG_DATA_HOME: folder.path } });
    expect(stdout).toBe(`${folder.path}/servectl/workspace.db\n`);
  });
});

describe('local reset', () => {
  it('asks, and deletes the file and its key', async () => {
    await folder.run('secrets create-scope llm');
    await folder.run('secrets put llm key', { stdin: 'sk-test' });
    const no = await folder.run('local reset', { tty: true, stdin: 'n\n' });
    expect(no.stderr).toContain('with 2 endpoints and 1 scopes? [y/N]');
    await access(join(folder.path, 'workspace.db.key'));
    expect(await folder.run('local reset')).toMatchObject({ code: 2 });
    expect(await folder.run('local reset --yes')).toMatchObject({ code: 0 });
    expect(await readdir(folder.path)).toEqual([]);
    expect(await folder.run('local reset --yes')).toMatchObject({ code: 0 });
  });

  it('leaves a file that is no workspace alone', async () => {
    await folder.save('workspace.db', 'my notes');
    expect(await folder.run('local reset --yes')).toMatchObject({ code: 1 });
    expect(await readdir(folder.path)).toContain('workspace.db');
  });
});
