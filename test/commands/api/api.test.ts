import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';
import { workspaceFolder } from '../../helpers/workspace-folder.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };

const call = async (argv: readonly string[], response = answer(200, { ok: true }, json), options = {}) => {
  const transport = scriptedTransport(response);
  const result = await run(['api', ...argv], { transport, ...options });
  return { ...result, request: transport.requests[0], requests: transport.requests };
};

describe('api', () => {
  it('prints what the embedded workspace answers, laid out', async () => {
    await using folder = await workspaceFolder();
    await folder.run('secrets create-scope llm');
    const { code, stdout } = await folder.run('api get /api/2.0/secrets/scopes/list');
    expect(code).toBe(0);
    expect(stdout).toBe(
      `${JSON.stringify({ scopes: [{ name: 'llm', backend_type: 'DATABRICKS' }] }, null, 2)}\n`,
    );
    const picked = await folder.run('api GET api/2.0/secrets/scopes/list --query scopes[0].name');
    expect(picked.stdout).toBe('llm\n');
  });

  it('sends method, path, headers and body as they were given', async () => {
    const { request } = await call([
      'patch',
      '/api/2.0/x?a=1&b=%20é',
      '--data',
      '{"a": 1}',
      '-H',
      'X-Databricks-Org-Id: 42',
      '--header',
      'Accept: text/plain',
    ]);
    expect(request).toMatchObject({
      method: 'PATCH',
      path: '/api/2.0/x?a=1&b=%20%C3%A9',
      headers: { 'x-databricks-org-id': '42', accept: 'text/plain', 'content-type': 'application/json' },
    });
    expect(Buffer.from(request?.body ?? '').toString()).toBe('{"a": 1}');
  });

  it('sends the bytes of a file, and of stdin, under any content type', async () => {
    await using folder = await workspaceFolder();
    await folder.save('rows.csv', 'a,b\n1,2\n');
    const csv = ['POST', '/x', '-H', 'content-type: text/csv', '--data'];
    const file = await call([...csv, '@rows.csv'], undefined, { cwd: folder.path });
    const stdin = await call([...csv, '-'], undefined, { stdin: 'a,b\n1,2\n' });
    for (const { request } of [file, stdin]) {
      expect(Buffer.from(request?.body ?? '').toString()).toBe('a,b\n1,2\n');
    }
  });

  it.each([
    ['an origin of its own', 'https://evil.example/api'],
    ['an origin without a scheme', '//evil.example/api'],
    ['an origin behind a backslash', '/\\evil.example/api'],
    ['an origin behind a tab', '/\t/evil.example/api'],
    ['a fragment', '/api/2.0/x#y'],
  ])('refuses a path with %s, and sends nothing', async (_, path) => {
    const { code, requests } = await call(['GET', path]);
    expect({ code, requests }).toEqual({ code: 2, requests: [] });
  });

  it.each([
    ['a method that there is not', ['FETCH', '/x']],
    ['a body of a GET', ['GET', '/x', '--data', '{}']],
    ['credentials of its own', ['GET', '/x', '-H', 'Authorization: Bearer sk-secret']],
    ['a header without a value', ['GET', '/x', '-H', 'sk-secret']],
    ['a header over two lines', ['GET', '/x', '-H', 'a: b\r\nAuthorization: sk-secret']],
    ['a header twice', ['GET', '/x', '-H', 'a: 1', '-H', 'A: 2']],
    ['a body that is no JSON', ['POST', '/x', '--data', '{"string_value": "sk-secret-012345" "a"}']],
  ])('refuses %s, and sends nothing', async (_, argv) => {
    const { code, stderr, requests } = await call(argv);
    expect({ code, requests }).toEqual({ code: 2, requests: [] });
    expect(stderr).not.toContain('sk-secret');
  });

  it('ends as every command does where the answer is an error', async () => {
    const { code, stdout, stderr } = await call(
      ['GET', '/x'],
      answer(403, { error_code: 'PERMISSION_DENIED', message: 'not yours' }, json),
    );
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('error: not yours');
  });

  it('prints what is no JSON byte for byte', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x0a]);
    const { host } = await call(['GET', '/metrics'], {
      ...answer(200, '', { 'content-type': 'text/plain' }),
      body: (async function* () {
        yield bytes;
      })(),
    });
    expect(Buffer.concat(host.stdout.chunks)).toEqual(bytes);
  });

  it('prints nothing for an empty answer, and the headers for HEAD', async () => {
    expect(await call(['DELETE', '/x'], answer(200, '', json))).toMatchObject({ code: 0, stdout: '' });
    const { stdout } = await call(['HEAD', '/x', '-o', 'json'], answer(200, '', { etag: '"1"' }));
    expect(JSON.parse(stdout)).toEqual({ etag: '"1"' });
  });

  it('shows a mutation of a dry run without its secrets, and sends it not', async () => {
    const { stdout, requests } = await call([
      'POST',
      '/api/2.0/secrets/put',
      '--data',
      '{"scope": "s", "key": "k", "string_value": "sk-secret"}',
      '--dry-run',
    ]);
    expect(requests).toEqual([]);
    expect(stdout).toContain('POST /api/2.0/secrets/put');
    expect(stdout).not.toContain('sk-secret');
  });
});
