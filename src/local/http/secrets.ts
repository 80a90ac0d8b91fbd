import { message, text, type Decoded } from '../decode.ts';
import { requireField, requireKeyName, requireScope } from '../secrets/scopes.ts';
import { secretContext, type ControlServices } from '../services.ts';
import { doesNotExist, invalidParameter, malformed } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { readBody } from './body.ts';
import { limitExceeded, secretsPath } from './secret-scopes.ts';

const mostBytes = 128 * 1024;
const mostSecrets = 1000;

const putSecret = message({ scope: text, key: text, string_value: text, bytes_value: text });
const deleteSecret = message({ scope: text, key: text });

/** put, list, get and delete secrets. A value leaves the vault here by `get` alone. */
export function mountSecrets(app: LocalApp, { store, vault, now }: ControlServices): void {
  app.post(`${secretsPath}/put`, async (c) => {
    const request = await readBody(c, putSecret);
    const key = requireKeyName(request.key);
    const value = readValue(request);
    store.transaction(() => {
      const { name } = requireScope(store, request.scope);
      if (!store.secrets.get(name, key) && store.secrets.list(name).length >= mostSecrets) {
        throw limitExceeded('secrets in a scope', mostSecrets);
      }
      const sealed = vault.seal(value, secretContext(name, key));
      store.secrets.put(name, { key, value: sealed, last_updated_timestamp: now() });
    });
    return c.json({});
  });

  app.get(`${secretsPath}/list`, (c) => {
    const { name } = requireScope(store, c.req.query('scope'));
    const secrets = store.secrets
      .list(name)
      .map(({ key, last_updated_timestamp }) => ({ key, last_updated_timestamp }));
    return c.json(secrets.length > 0 ? { secrets } : {});
  });

  app.get(`${secretsPath}/get`, (c) => {
    const { name } = requireScope(store, c.req.query('scope'));
    const key = requireField(c.req.query('key'), 'key');
    const secret = store.secrets.get(name, key);
    if (!secret) throw missingSecret(name, key);
    const value = vault.open(secret.value, secretContext(name, key)).toString('base64');
    return c.json({ key, value });
  });

  app.post(`${secretsPath}/delete`, async (c) => {
    const request = await readBody(c, deleteSecret);
    const key = requireField(request.key, 'key');
    store.transaction(() => {
      const { name } = requireScope(store, request.scope);
      if (!store.secrets.delete(name, key)) throw missingSecret(name, key);
    });
    return c.json({});
  });
}

const missingSecret = (scope: string, key: string) =>
  doesNotExist(`Secret does not exist with scope: ${scope} and key: ${key}`);

function readValue({ string_value, bytes_value }: Decoded<typeof putSecret>): Buffer {
  if ((string_value === undefined) === (bytes_value === undefined)) {
    throw malformed("Exactly one of 'string_value' and 'bytes_value' must be set.");
  }
  const value = string_value === undefined ? readBytes(bytes_value ?? '') : Buffer.from(string_value);
  if (value.length > mostBytes) {
    throw invalidParameter(`The secret value is larger than the allowed ${mostBytes} bytes.`);
  }
  return value;
}

function readBytes(base64: string): Buffer {
  if (!/^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2,3}={0,2})?$/.test(base64)) {
    throw invalidParameter("'bytes_value' is not valid base64.");
  }
  return Buffer.from(base64, 'base64');
}
