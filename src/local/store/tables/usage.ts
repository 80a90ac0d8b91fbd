import type { Connection } from '../driver.ts';
import type { UsageTable } from '../store.ts';

export function usageTable(connection: Connection): UsageTable {
  return {
    add: (endpointId, subject, at, { calls, tokens }) => {
      connection.run(
        'INSERT INTO usage (endpoint_id, subject, at, calls, tokens) VALUES (?, ?, ?, ?, ?)',
        endpointId,
        subject,
        at,
        calls,
        tokens,
      );
    },
    total: (endpointId, subject, since) => {
      const [row] = connection.all(
        'SELECT sum(calls) AS calls, sum(tokens) AS tokens FROM usage WHERE endpoint_id = ? AND subject = ? AND at > ?',
        endpointId,
        subject,
        since,
      );
      return { calls: Number(row?.['calls'] ?? 0), tokens: Number(row?.['tokens'] ?? 0) };
    },
    oldest: (endpointId, subject, since) => {
      const at = connection.all(
        'SELECT min(at) AS at FROM usage WHERE endpoint_id = ? AND subject = ? AND at > ?',
        endpointId,
        subject,
        since,
      )[0]?.['at'];
      return at == null ? undefined : Number(at);
    },
    prune: (before) => {
      connection.run('DELETE FROM usage WHERE at < ?', before);
    },
  };
}
