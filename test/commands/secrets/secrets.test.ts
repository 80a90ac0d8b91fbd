import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  const { code, stderr } = await folder.run('secrets create-scope llm -q');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
afterEach(() => folder[Symbol.asyncDispose]());

const stored = async (key: string, scope = 'llm'): Promise<string> => {
  const { code, stdout } = await folder.run(['secrets', 'get', scope, key]);
  expect(code).toBe(0);
  return stdout;
};

describe('create-scope', () => {
  it('says what it did on stderr, and nothing on stdout', async () => {
    const { code, stdout, stderr } = await folder.run('secrets create-scope other');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'created scope other\n' });
  });

  it('prints one JSON value with -o json', async () => {
    const { stdout } = await folder.run('secrets create-scope other -o json');
    expect(JSON.parse(stdout)).toEqual({ scope: 'other' });
  });

  it('of a scope that exists ends with 6, and with 0 under --if-not-exists', async () => {
    expect(await folder.run('secrets create-scope llm')).toMatchObject({ code: 6 });
    expect(await folder.run('secrets create-scope llm --if-not-exists')).toMatchObject({
      code: 0,
      stderr: 'scope llm exists already\n',
    });
  });

  it('sends the backend and the principal that were asked for', async () => {
    const vault = '--backend AZURE_KEYVAULT --resource-id /vaults/v --dns-name https://v.example';
    const { stdout } = await folder.run(
      `secrets create-scope kv ${vault} --initial-manage-principal users --dry-run -o json`,
    );
    expect(JSON.parse(stdout)).toEqual([
      {
        method: 'POST',
        path: '/api/2.0/secrets/scopes/create',
        body: {
          scope: 'kv',
          scope_backend_type: 'AZURE_KEYVAULT',
          backend_azure_keyvault: { resource_id: '/vaults/v', dns_name: 'https://v.example' },
          initial_manage_principal: 'users',
        },
      },
    ]);
  });

  it.each([
    ['a vault without its address', '--backend AZURE_KEYVAULT --resource-id /vaults/v'],
    ['an address without a vault', '--dns-name https://v.example'],
    ['a backend that there is not', '--backend VAULT'],
    ['the same flag by two names', '--backend DATABRICKS --scope-backend-type DATABRICKS'],
  ])('refuses %s before any request', async (_, flags) => {
    expect(await folder.run(`secrets create-scope x ${flags}`)).toMatchObject({ code: 2 });
  });

  it("takes the Databricks CLI's name of the backend flag", async () => {
    const { code } = await folder.run('secrets create-scope x --scope-backend-type DATABRICKS');
    expect(code).toBe(0);
  });
});

describe('put takes a value', () => {
  it('from stdin, without the newline that echo adds, and says so', async () => {
    const { code, stdout, stderr } = await folder.run('secrets put llm key', { stdin: 'sk-test\n' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(
      'trimmed one newline at the end of the value (--keep-newline keeps it)\nstored secret llm/key\n',
    );
    expect(await stored('key')).toBe('sk-test');
  });

  it('from stdin in chunks, and trims no more than one newline', async () => {
    await folder.run('secrets put llm key', { stdin: ['sk-', 'test\r', '\n\r\n'] });
    expect(await stored('key')).toBe('sk-test\r\n');
  });

  it('from stdin with its newline under --keep-newline', async () => {
    const { stderr } = await folder.run('secrets put llm key --keep-newline', { stdin: 'sk-test\n' });
    expect(stderr).toBe('stored secret llm/key\n');
    expect(await stored('key')).toBe('sk-test\n');
  });

  it('from an environment variable, as it is', async () => {
    await folder.run('secrets put llm key --from-env MY_KEY', {
      env: { SERVECTL_TARGET: 'local:workspace.db', MY_KEY: 'sk-env\n' },
    });
    expect(await stored('key')).toBe('sk-env\n');
  });

  it('from a file, byte for byte, text or not', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x0a, 0xef, 0xbb, 0xbf, 0x0a]);
    await folder.save('key.bin', bytes);
    await folder.save('bom.txt', '\uFEFFsk-test\n');
    await folder.run('secrets put llm binary --from-file key.bin');
    await folder.run('secrets put llm bom --from-file bom.txt');
    const binary = await folder.run('secrets get llm binary');
    expect(Buffer.concat(binary.host.stdout.chunks)).toEqual(bytes);
    const inJson = await folder.run('secrets get llm binary -o json');
    expect(JSON.parse(inJson.stdout)).toEqual({ key: 'binary', bytes_value: bytes.toString('base64') });
    expect(await stored('bom')).toBe('\uFEFFsk-test\n');
  });

  it('from a hidden prompt on a terminal, which shows nothing of it', async () => {
    const { code, stdout, stderr, host } = await folder.run('secrets put llm key', {
      tty: true,
      stdin: 'sk-typed\r',
    });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('sk-typed');
    expect(host.rawModes).toEqual([true, false]);
    expect(stderr).toContain('refer to it as {{secrets/llm/key}}');
    expect(await stored('key')).toBe('sk-typed');
  });

  it('from --string-value, with a warning about who can see it', async () => {
    const { code, stderr } = await folder.run('secrets put-secret llm key --string-value sk-seen');
    expect(code).toBe(0);
    expect(stderr).toContain('warning: --string-value shows the secret in the process list');
    expect(stderr).not.toContain('sk-seen');
    expect(await stored('key')).toBe('sk-seen');
  });

  it.each([
    ['two sources', '--from-env A --string-value sk-secret'],
    ['a newline to keep of no pipe', '--keep-newline --string-value sk-secret'],
    ['an empty value', '--string-value='],
    ['a variable that is not set', '--from-env sk-secret'],
    ['a file that is missing', '--from-file nope'],
    ['nothing at all on stdin', ''],
  ])('but refuses %s with 2, and never repeats what may be a secret', async (_, flags) => {
    const { code, stdout, stderr } = await folder.run(`secrets put llm key ${flags}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain('sk-secret');
    expect(await folder.run('secrets list llm -o json')).toMatchObject({ stdout: '[]\n' });
  });

  it('of at most 128 KiB', async () => {
    const largest = 'x'.repeat(128 * 1024);
    expect(await folder.run('secrets put llm key', { stdin: `${largest}\n` })).toMatchObject({ code: 0 });
    const tooLarge = await folder.run('secrets put llm key', { stdin: `${largest}xx` });
    expect(tooLarge.code).toBe(2);
    expect(tooLarge.stderr).toContain('larger than 131072 bytes');
    expect(await stored('key')).toBe(largest);
  });

  it('and shows the request of a dry run without it', async () => {
    const { code, stdout, stderr } = await folder.run('secrets put llm key --dry-run', { stdin: 'sk-dry' });
    expect(code).toBe(0);
    expect(stdout).toContain('POST /api/2.0/secrets/put');
    expect(stdout + stderr).not.toContain('sk-dry');
    expect(await folder.run('secrets get llm key')).toMatchObject({ code: 5 });
  });

  it('and traces the request under --debug without it', async () => {
    const { code, stderr } = await folder.run('secrets put llm key --debug', { stdin: 'sk-traced-0123' });
    expect(code).toBe(0);
    expect(stderr).toContain('POST /api/2.0/secrets/put');
    expect(stderr).not.toContain('sk-traced-0123');
  });

  it('and names the way on where the scope is missing', async () => {
    const { code, stderr } = await folder.run('secrets put nope key', { stdin: 'x' });
    expect(code).toBe(5);
    expect(stderr).toContain('hint: make the scope first: servectl secrets create-scope nope');
  });
});

describe('get', () => {
  it('prints the bytes alone into a pipe, and ends the line on a terminal', async () => {
    await folder.run('secrets put llm key', { stdin: 'sk-test' });
    expect(await stored('key')).toBe('sk-test');
    const shown = await folder.run('secrets get llm key', { tty: true });
    expect(shown.stdout).toBe('sk-test\n');
  });

  it('prints the decoded value in JSON, and a part of it with --query', async () => {
    await folder.run('secrets put llm key', { stdin: 'sk-tést' });
    const { stdout } = await folder.run('secrets get llm key -o json');
    expect(JSON.parse(stdout)).toEqual({ key: 'key', value: 'sk-tést' });
    expect(await folder.run('secrets get llm key --query value')).toMatchObject({ stdout: 'sk-tést\n' });
  });

  it('ends with 5 where there is none', async () => {
    expect(await folder.run('secrets get llm nope')).toMatchObject({ code: 5, stdout: '' });
  });
});

describe('lists', () => {
  it('print an empty list as [], and as a sentence for people', async () => {
    expect(await folder.run('secrets list llm -o json')).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(await folder.run('secrets list llm')).toMatchObject({ stdout: 'scope llm holds no secrets\n' });
  });

  it('name scopes and keys, and never a value', async () => {
    await folder.run('secrets put llm key', { stdin: 'sk-test' });
    expect(await folder.run('secrets list-scopes -o name')).toMatchObject({ stdout: 'llm\n' });
    expect(await folder.run('secrets list llm -o name')).toMatchObject({ stdout: 'key\n' });
    const { stdout } = await folder.run('secrets list llm -o json');
    expect(JSON.parse(stdout)).toEqual([
      { key: 'key', last_updated_timestamp: expect.any(Number) as number },
    ]);
  });

  it('of a scope that is missing end with 5', async () => {
    expect(await folder.run('secrets list nope')).toMatchObject({ code: 5 });
    expect(await folder.run('secrets list-acls nope')).toMatchObject({ code: 5 });
  });
});

describe('delete', () => {
  beforeEach(() => folder.run('secrets put llm key', { stdin: 'sk-test' }));

  it('asks, and a no changes nothing', async () => {
    const no = await folder.run('secrets delete llm key', { tty: true, stdin: 'n\n' });
    expect(no).toMatchObject({ code: 0 });
    expect(no.stderr).toContain('Delete secret llm/key? [y/N]');
    expect(await stored('key')).toBe('sk-test');
    const yes = await folder.run('secrets delete llm key', { tty: true, stdin: 'y\n' });
    expect(yes.stderr).toContain('deleted secret llm/key');
    expect(await folder.run('secrets get llm key')).toMatchObject({ code: 5 });
  });

  it('without a terminal fails and names the flag to pass', async () => {
    const { code, stderr } = await folder.run('secrets delete-scope llm');
    expect(code).toBe(2);
    expect(stderr).toContain('--yes');
    expect(await stored('key')).toBe('sk-test');
  });

  it('of a scope names what goes with it', async () => {
    const { stderr } = await folder.run('secrets delete-scope llm', { tty: true, stdin: 'y\n' });
    expect(stderr).toContain('Delete scope llm and the secret in it (key)? [y/N]');
    expect(await folder.run('secrets list-scopes -o json')).toMatchObject({ stdout: '[]\n' });
  });

  it('of what is gone ends with 5, and with 0 under --ignore-not-found', async () => {
    expect(await folder.run('secrets delete llm nope --yes')).toMatchObject({ code: 5 });
    expect(await folder.run('secrets delete llm nope --yes --ignore-not-found')).toMatchObject({
      code: 0,
      stderr: 'there is no secret llm/nope\n',
    });
    const asked = await folder.run('secrets delete-scope nope --ignore-not-found', { tty: true });
    expect(asked.code).toBe(0);
  });

  it('asks nothing under --dry-run and sends nothing', async () => {
    const { code, stdout } = await folder.run('secrets delete-scope llm --dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('POST /api/2.0/secrets/scopes/delete');
    expect(await stored('key')).toBe('sk-test');
  });
});

describe('acls', () => {
  it('are put, shown, listed and taken away', async () => {
    const put = await folder.run('secrets put-acl llm data-science READ');
    expect(put).toMatchObject({ code: 0, stderr: 'data-science has READ on scope llm\n' });
    const shown = await folder.run('secrets get-acl llm data-science -o json');
    expect(JSON.parse(shown.stdout)).toEqual({ principal: 'data-science', permission: 'READ' });
    const listed = await folder.run('secrets list-acls llm -o name');
    expect(listed.stdout.split('\n')).toContain('data-science');
    const taken = await folder.run('secrets delete-acl llm data-science --yes');
    expect(taken.stderr).toBe('deleted permission of data-science on scope llm\n');
    expect(await folder.run('secrets get-acl llm data-science')).toMatchObject({ code: 5 });
  });

  it('take READ, WRITE and MANAGE alone', async () => {
    const { code, stderr } = await folder.run('secrets put-acl llm data-science OWN');
    expect(code).toBe(2);
    expect(stderr).toContain('READ, WRITE, MANAGE');
  });
});
