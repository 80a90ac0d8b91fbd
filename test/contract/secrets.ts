import { describe, expect, test } from 'vitest';
import { errorOf, type MakeWorkspace, open } from './workspace.ts';

const api = '/api/2.0/secrets';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

export function secretsContract(make: MakeWorkspace): void {
  describe('secrets', () => {
    async function openWithScope() {
      const opened = await open(make);
      await opened.client.secrets.createScope({ scope: 'llm' });
      return opened;
    }

    test('a scope is made, listed and deleted with all that is in it', async () => {
      const { client, lastSent } = await open(make);
      expect(await client.secrets.listScopes()).toEqual([]);
      expect(lastSent()).toEqual([`GET ${api}/scopes/list`]);
      await client.secrets.createScope({ scope: 'llm', initial_manage_principal: 'users' });
      expect(lastSent()).toEqual([
        `POST ${api}/scopes/create`,
        { scope: 'llm', initial_manage_principal: 'users' },
      ]);
      expect(await client.secrets.listScopes()).toMatchObject([{ name: 'llm', backend_type: 'DATABRICKS' }]);
      await client.secrets.put({ scope: 'llm', key: 'k', string_value: 'v' });
      await client.secrets.deleteScope('llm');
      expect(lastSent()).toEqual([`POST ${api}/scopes/delete`, { scope: 'llm' }]);
      expect(await client.secrets.listScopes()).toEqual([]);
      await client.secrets.createScope({ scope: 'llm' });
      expect(await client.secrets.list('llm')).toEqual([]);
    });

    test('a scope whose name is taken is a conflict, whatever its case', async () => {
      const { client } = await openWithScope();
      expect(await errorOf(client.secrets.createScope({ scope: 'LLM' }))).toMatchObject({
        code: 'RESOURCE_ALREADY_EXISTS',
        exitCode: 6,
      });
    });

    test.each([
      ['text', { string_value: 'sk-ü' }, 'sk-ü'],
      ['bytes', { bytes_value: base64('sk-\n') }, 'sk-\n'],
    ])(
      'a secret is put as %s, overwritten, listed without its value, got and deleted',
      async (_, value, text) => {
        const { client, lastSent } = await openWithScope();
        await client.secrets.put({ scope: 'llm', key: 'k', string_value: 'old' });
        await client.secrets.put({ scope: 'llm', key: 'k', ...value });
        expect(lastSent()).toEqual([`POST ${api}/put`, { scope: 'llm', key: 'k', ...value }]);

        const listed = await client.secrets.list('llm');
        expect(lastSent()).toEqual([`GET ${api}/list?scope=llm`]);
        expect(listed).toEqual([{ key: 'k', last_updated_timestamp: expect.any(Number) as number }]);

        expect(await client.secrets.get('llm', 'k')).toEqual({ key: 'k', value: base64(text) });
        expect(lastSent()).toEqual([`GET ${api}/get?scope=llm&key=k`]);

        await client.secrets.delete('llm', 'k');
        expect(lastSent()).toEqual([`POST ${api}/delete`, { scope: 'llm', key: 'k' }]);
        expect(await client.secrets.list('llm')).toEqual([]);
      },
    );

    test('what is not there is not found', async () => {
      const { client } = await openWithScope();
      for (const missing of [
        client.secrets.list('none'),
        client.secrets.deleteScope('none'),
        client.secrets.get('llm', 'none'),
        client.secrets.delete('llm', 'none'),
        client.secrets.getAcl('llm', 'none'),
        client.secrets.put({ scope: 'none', key: 'k', string_value: 'v' }),
      ]) {
        expect(await errorOf(missing)).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', exitCode: 5 });
      }
    });

    test.each([
      ['both values', { string_value: 'a', bytes_value: 'YQ==' }],
      ['no value', {}],
    ])('a secret with %s is refused', async (_, value) => {
      const { client } = await openWithScope();
      expect(await errorOf(client.secrets.put({ scope: 'llm', key: 'k', ...value }))).toMatchObject({
        code: 'MALFORMED_REQUEST',
        exitCode: 2,
      });
    });

    test('ACLs are put, overwritten, got, listed and deleted; the creator has MANAGE', async () => {
      const { client, lastSent } = await openWithScope();
      expect(await client.secrets.listAcls('llm')).toMatchObject([{ permission: 'MANAGE' }]);
      expect(lastSent()).toEqual([`GET ${api}/acls/list?scope=llm`]);

      const acl = { principal: 'a@example.com', permission: 'READ' };
      await client.secrets.putAcl({ scope: 'llm', ...acl, permission: 'WRITE' });
      await client.secrets.putAcl({ scope: 'llm', ...acl });
      expect(lastSent()).toEqual([`POST ${api}/acls/put`, { scope: 'llm', ...acl }]);
      expect(await client.secrets.getAcl('llm', 'a@example.com')).toEqual(acl);
      expect(lastSent()).toEqual([`GET ${api}/acls/get?scope=llm&principal=a%40example.com`]);
      expect(await client.secrets.listAcls('llm')).toHaveLength(2);

      await client.secrets.deleteAcl('llm', 'a@example.com');
      expect(lastSent()).toEqual([`POST ${api}/acls/delete`, { scope: 'llm', principal: 'a@example.com' }]);
      expect(await client.secrets.listAcls('llm')).toHaveLength(1);
    });
  });
}
