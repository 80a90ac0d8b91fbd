import type { Connection } from '../driver.ts';
import type { TokenTable } from '../store.ts';

export function tokenTable(connection: Connection): TokenTable {
  return {
    put: (hash, subject, expiresAt) => {
      connection.run(
        'INSERT INTO tokens (hash, subject, expires_at) VALUES (?, ?, ?)',
        hash,
        subject,
        expiresAt,
      );
    },
    subject: (hash, now) => {
      const [row] = connection.all('SELECT subject FROM tokens WHERE hash = ? AND expires_at > ?', hash, now);
      return row === undefined ? undefined : String(row['subject']);
    },
    prune: (now) => {
      connection.run('DELETE FROM tokens WHERE expires_at <= ?', now);
    },
  };
}
