import type { Connection } from '../driver.ts';
import type { Metadata } from '../store.ts';

export function metadata(connection: Connection): Metadata {
  const get = (key: string): string | undefined => {
    const value = connection.all('SELECT value FROM meta WHERE key = ?', key)[0]?.['value'];
    return value == null ? undefined : String(value);
  };
  return {
    workspaceId: get('workspace_id') ?? '',
    createdAt: Number(get('created_at')),
    get,
    put: (key, value) => {
      connection.run(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        key,
        value,
      );
    },
  };
}
