import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cut, json, startServer, text } from '../helpers/http-server.ts';
import { run } from '../helpers/run.ts';
import { workspaceFolder, type WorkspaceFolder } from '../helpers/workspace-folder.ts';

const token = 'dapi0123456789abcdef0123456789abcdef';
const endpoints = json(200, { endpoints: [{ name: 'chat', state: { ready: 'READY' } }] });

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('a workspace over HTTP', () => {
  it('is found in the environment', async () => {
    await using server = await startServer(endpoints);
    const { code, stdout } = await run('endpoints list -o name', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'chat\n' });
    expect(server.seen).toMatchObject([
      {
        method: 'GET',
        path: '/api/2.0/serving-endpoints',
        headers: {
          authorization: `Bearer ${token}`,
          'user-agent': expect.stringMatching(/^servectl\/.* auth\/pat$/) as unknown,
        },
      },
    ]);
  });

  it('is found in a profile', async () => {
    await using server = await startServer(endpoints);
    await folder.save('.databrickscfg', `[dev]\nhost = ${server.origin}\ntoken = ${token}\n`);
    for (const argv of ['-p dev endpoints list -o name', '-t databricks://dev endpoints list -o name']) {
      expect(await run(argv, { home: folder.path })).toMatchObject({ code: 0, stdout: 'chat\n' });
    }
  });

  it('is found in an env file, under what the environment says', async () => {
    await using server = await startServer(endpoints);
    await folder.save(
      'test.env',
      `\ufeffexport DATABRICKS_HOST="${server.origin}" # here\r\nDATABRICKS_TOKEN=dapi00000000000000000000000000000000\r\n`,
    );
    const { code } = await run('--env-file test.env endpoints list', {
      cwd: folder.path,
      env: { DATABRICKS_TOKEN: token },
    });
    expect(code).toBe(0);
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it.each(['table', 'json'])('shows no key that a provider says back in its refusal (%s)', async (format) => {
    const key = 'sk-proj-abcdefghijklmnop0123456789';
    const refusal = { error_code: 'BAD_REQUEST', message: `Incorrect API key provided: ${key}.` };
    await using server = await startServer(json(400, refusal));
    const { code, stderr } = await run(`endpoints list -o ${format} --debug`, {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('Incorrect API key provided: [redacted]');
    expect(stderr).not.toContain(key);
  });

  it('tells whoever waits for long what for', async () => {
    const limited = json(
      429,
      { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow down' },
      { 'retry-after': '7' },
    );
    let asked = 0;
    await using server = await startServer((...exchange) =>
      (asked++ === 0 ? limited : endpoints)(...exchange),
    );
    const { code, stderr } = await run('endpoints list', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect(code).toBe(0);
    expect(stderr).toBe(
      'GET /api/2.0/serving-endpoints failed (429 REQUEST_LIMIT_EXCEEDED); attempt 2 in 7.0 s\n',
    );
  });

  it('tells whoever waits for long in short waits, less and less often', async () => {
    const limited = json(429, { error_code: 'REQUEST_LIMIT_EXCEEDED' }, { 'retry-after': '1' });
    let asked = 0;
    await using server = await startServer((...exchange) =>
      (asked++ < 12 ? limited : endpoints)(...exchange),
    );
    const { stderr } = await run('endpoints list', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect(stderr.match(/attempt \d+/g)).toEqual(['attempt 5', 'attempt 9']);
  });

  it('may be named by an env file alone', async () => {
    await folder.save('test.env', 'SERVECTL_TARGET=local::memory:\n');
    const { code, stdout } = await run('--env-file test.env endpoints list -o name', { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'local-echo\nlocal-embed\n' });
  });

  it('is named by the flag before the environment', async () => {
    const env = { SERVECTL_TARGET: 'elsewhere' };
    expect((await run('endpoints list', { env })).code).toBe(2);
    expect((await run('-t local::memory: endpoints list', { env })).code).toBe(0);
  });

  it('is shown in colour where that is asked for', async () => {
    const { stdout } = await run('-t local::memory: endpoints list --color always');
    expect(stdout).toContain('\u001b[32mReady\u001b[39m');
    expect((await run('-t local::memory: endpoints list')).stdout).not.toContain('\u001b');
  });

  it('shows no secret with --debug, whoever repeats it', async () => {
    await using server = await startServer(
      json(
        403,
        { error_code: 'PERMISSION_DENIED', message: `the token ${token} may not` },
        { 'x-request-id': 'r-9' },
      ),
    );
    const { code, stdout, stderr } = await run('endpoints list --debug', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect(code).toBe(4);
    expect(stderr).toContain('debug: > GET /api/2.0/serving-endpoints');
    expect(stderr).toContain('request id r-9');
    expect(stdout + stderr).not.toContain(token);
  });
});

describe('a workspace that is not there', () => {
  it('configured ends with 4 and the three ways on', async () => {
    const { code, stderr } = await run('endpoints list');
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^error: no workspace is configured\nhint: .*DATABRICKS_HOST.*--profile.*--target local\n$/,
    );
  });

  it('with credentials ends with 4', async () => {
    const { code, stderr } = await run('endpoints list', {
      env: { DATABRICKS_HOST: 'https://dbc.example.com' },
    });
    expect(code).toBe(4);
    expect(stderr).toContain('error: no credentials are configured for https://dbc.example.com\n');
  });

  it.each([
    ['-t elsewhere endpoints list', "error: unknown target 'elsewhere'"],
    [
      '-t https://gateway.example.com secrets list-scopes',
      'error: the target https://gateway.example.com is an MLflow gateway',
    ],
    [
      '--env-file missing.env endpoints list',
      'error: cannot read the env file missing.env: there is no such file',
    ],
    ['--env-file . endpoints list', 'error: cannot read the env file .: it is a directory'],
  ])('named ends with 2: %s', async (argv, message) => {
    const { code, stderr } = await run(argv, { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('reachable ends with 9 once it was tried again, and says so with -v', async () => {
    await using server = await startServer(cut);
    const { code, stderr, host } = await run('endpoints list -v', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect(code).toBe(9);
    expect(stderr).toMatch(/attempt 2 in /);
    expect(server.seen.length).toBeGreaterThan(1);
    expect(host.clock.monotonic()).toBeGreaterThan(0);
  });

  it('a workspace, but a page, ends with 1', async () => {
    await using server = await startServer(
      text(200, '<html><body>Sign in</body></html>', { 'content-type': 'text/html' }),
    );
    const { code, stdout, stderr } = await run('endpoints list', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n/);
  });

  it('after a mutation was sent is not asked again: it may have been done', async () => {
    await using server = await startServer(cut);
    const { code } = await run('endpoints delete chat --yes', {
      env: { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: token },
    });
    expect(code).toBe(9);
    expect(server.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});
