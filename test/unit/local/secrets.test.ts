import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localCaller, workspaceFile, type LocalCaller } from '../../helpers/local.ts';

const secrets = '/api/2.0/secrets';

async function withScope(): Promise<LocalCaller> {
  const caller = await localCaller();
  await caller.call('POST', `${secrets}/scopes/create`, { scope: 'llm' });
  return caller;
}

const put = (caller: LocalCaller, body: Readonly<Record<string, unknown>>) =>
  caller.call('POST', `${secrets}/put`, { scope: 'llm', key: 'k', ...body });

describe('scopes', () => {
  it('are created, listed and deleted with all that is in them', async () => {
    const caller = await localCaller();
    expect((await caller.call('GET', `${secrets}/scopes/list`)).json).toEqual({});
    expect(await caller.call('POST', `${secrets}/scopes/create`, { scope: 'llm' })).toMatchObject({
      status: 200,
      json: {},
    });
    await put(caller, { string_value: 'v' });
    expect((await caller.call('GET', `${secrets}/scopes/list`)).json).toEqual({
      scopes: [{ name: 'llm', backend_type: 'DATABRICKS' }],
    });
    expect((await caller.call('POST', `${secrets}/scopes/delete`, { scope: 'llm' })).json).toEqual({});
    await caller.call('POST', `${secrets}/scopes/create`, { scope: 'llm' });
    expect((await caller.call('GET', `${secrets}/list?scope=llm`)).json).toEqual({});
  });

  it('are one whatever the case of their names, and a second one is refused with 400', async () => {
    const caller = await withScope();
    expect(await caller.call('POST', `${secrets}/scopes/create`, { scope: 'LLM' })).toMatchObject({
      status: 400,
      json: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'Scope LLM already exists!' },
    });
    expect((await put(caller, { scope: 'Llm', string_value: 'v' })).status).toBe(200);
    expect((await caller.call('GET', `${secrets}/get?scope=LLM&key=k`)).json).toEqual({
      key: 'k',
      value: 'dg==',
    });
  });

  it.each([
    [{}, /Missing required field: scope/],
    [{ scope: 'a b' }, /'a b' is not a valid scope name/],
    [{ scope: 'x'.repeat(129) }, /at most 128/],
    [{ scope: 'a', scope_backend_type: 'S3' }, /'S3' is not a scope backend type/],
    [{ scope: 'a', initial_manage_principal: 'ada' }, /only supported principal/],
    [{ scope: 'a', scope_backend_type: 'AZURE_KEYVAULT' }, /AzureKeyVaultSecretScopeMetadata/],
  ])('refuse %j', async (body, message) => {
    const caller = await localCaller();
    expect(await caller.call('POST', `${secrets}/scopes/create`, body)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(message) as unknown },
    });
  });

  it('can have no Azure Key Vault behind them', async () => {
    const caller = await localCaller();
    const body = {
      scope: 'a',
      scope_backend_type: 'AZURE_KEYVAULT',
      backend_azure_keyvault: { resource_id: 'r', dns_name: 'd' },
    };
    expect((await caller.call('POST', `${secrets}/scopes/create`, body)).json).toMatchObject({
      error_code: 'UNAUTHENTICATED',
    });
  });
});

describe('secrets', () => {
  it('are told by get alone, as base64', async () => {
    const caller = await withScope();
    expect((await put(caller, { string_value: 'sk-ünï' })).text).toBe('{}');
    const list = await caller.call('GET', `${secrets}/list?scope=llm`);
    expect(list.json).toEqual({ secrets: [{ key: 'k', last_updated_timestamp: caller.clock.now() }] });
    expect((await caller.call('GET', `${secrets}/get?scope=llm&key=k`)).json).toEqual({
      key: 'k',
      value: Buffer.from('sk-ünï').toString('base64'),
    });
  });

  it('take bytes, and are overwritten in silence', async () => {
    const caller = await withScope();
    await put(caller, { string_value: 'old' });
    caller.clock.advance(5);
    await put(caller, { bytes_value: 'AAEC/w==' });
    expect((await caller.call('GET', `${secrets}/get?scope=llm&key=k`)).json).toEqual({
      key: 'k',
      value: 'AAEC/w==',
    });
    expect((await caller.call('GET', `${secrets}/list?scope=llm`)).json).toEqual({
      secrets: [{ key: 'k', last_updated_timestamp: caller.clock.now() }],
    });
  });

  it('are deleted once', async () => {
    const caller = await withScope();
    await put(caller, { string_value: 'v' });
    const remove = () => caller.call('POST', `${secrets}/delete`, { scope: 'llm', key: 'k' });
    expect((await remove()).json).toEqual({});
    expect(await remove()).toMatchObject({
      status: 404,
      json: {
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: 'Secret does not exist with scope: llm and key: k',
      },
    });
  });

  it('hold 128 KiB and not a byte more', async () => {
    const caller = await withScope();
    expect((await put(caller, { string_value: 'x'.repeat(128 * 1024) })).status).toBe(200);
    expect(await put(caller, { string_value: 'x'.repeat(128 * 1024 + 1) })).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('are a thousand in a scope and no more, but any of them can be overwritten', async () => {
    const caller = await withScope();
    for (let index = 0; index < 1000; index++) await put(caller, { key: `k${index}`, string_value: 'v' });
    expect(await put(caller, { key: 'one-more', string_value: 'v' })).toMatchObject({
      status: 400,
      json: { error_code: 'RESOURCE_LIMIT_EXCEEDED' },
    });
    expect((await put(caller, { key: 'k7', string_value: 'w' })).status).toBe(200);
  });

  it.each([
    [{}, 'MALFORMED_REQUEST', /Exactly one of/],
    [{ string_value: 'a', bytes_value: 'YQ==' }, 'MALFORMED_REQUEST', /Exactly one of/],
    [{ bytes_value: '%%%' }, 'INVALID_PARAMETER_VALUE', /not valid base64/],
    [{ key: 'a/b', string_value: 'v' }, 'INVALID_PARAMETER_VALUE', /'a\/b' is not a valid key name/],
    [{ key: '', string_value: 'v' }, 'INVALID_PARAMETER_VALUE', /Missing required field: key/],
    [{ scope: 'nope', string_value: 'v' }, 'RESOURCE_DOES_NOT_EXIST', /Scope nope does not exist/],
  ])('refuse %j', async (body, error_code, message) => {
    const caller = await withScope();
    expect((await put(caller, body)).json).toMatchObject({
      error_code,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('lie sealed in the file, under a key that lies beside it', async () => {
    const path = workspaceFile();
    const caller = await localCaller({ path });
    await caller.call('POST', `${secrets}/scopes/create`, { scope: 'llm' });
    await put(caller, { string_value: 'sk-very-secret' });
    await caller.workspace.close();
    expect(readFileSync(path).includes('sk-very-secret')).toBe(false);
    expect(readFileSync(path).includes(readFileSync(`${path}.key`, 'utf8').trim())).toBe(false);
  });
});

describe('ACLs', () => {
  it('start with the creator, and are put, told, listed and deleted', async () => {
    const caller = await withScope();
    const list = async () => (await caller.call('GET', `${secrets}/acls/list?scope=llm`)).json;
    expect(await list()).toEqual({ items: [{ principal: 'local-user@localhost', permission: 'MANAGE' }] });
    const data = { principal: 'data', permission: 'READ' };
    expect((await caller.call('POST', `${secrets}/acls/put`, { scope: 'llm', ...data })).json).toEqual({});
    expect((await caller.call('GET', `${secrets}/acls/get?scope=llm&principal=data`)).json).toEqual(data);
    const remove = () => caller.call('POST', `${secrets}/acls/delete`, { scope: 'llm', principal: 'data' });
    expect((await remove()).json).toEqual({});
    expect((await remove()).status).toBe(404);
    expect((await caller.call('GET', `${secrets}/acls/get?scope=llm&principal=data`)).status).toBe(404);
  });

  it('are for all users where the scope is made so', async () => {
    const caller = await localCaller();
    await caller.call('POST', `${secrets}/scopes/create`, { scope: 'a', initial_manage_principal: 'users' });
    expect((await caller.call('GET', `${secrets}/acls/list?scope=a`)).json).toEqual({
      items: [{ principal: 'users', permission: 'MANAGE' }],
    });
  });

  it.each([
    [{ principal: 'a', permission: 'OWN' }, /'OWN' is not a permission/],
    [{ principal: 'a' }, /Missing required field: permission/],
    [{ permission: 'READ' }, /Missing required field: principal/],
  ])('refuse %j', async (body, message) => {
    const caller = await withScope();
    expect((await caller.call('POST', `${secrets}/acls/put`, { scope: 'llm', ...body })).json).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(message) as unknown,
    });
  });
});

describe.each([
  ['GET', 'list?scope=nope', undefined],
  ['GET', 'get?scope=nope&key=k', undefined],
  ['POST', 'delete', { scope: 'nope', key: 'k' }],
  ['POST', 'scopes/delete', { scope: 'nope' }],
  ['POST', 'acls/put', { scope: 'nope', principal: 'p', permission: 'READ' }],
  ['GET', 'acls/get?scope=nope&principal=p', undefined],
  ['GET', 'acls/list?scope=nope', undefined],
  ['POST', 'acls/delete', { scope: 'nope', principal: 'p' }],
])('%s %s', (method, path, body) => {
  it('does not find a scope that is not there', async () => {
    const caller = await localCaller();
    expect(await caller.call(method, `${secrets}/${path}`, body)).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Scope nope does not exist!' },
    });
  });
});
