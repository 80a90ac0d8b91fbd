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
    get: (hash) => {
      const [row] = connection.all('SELECT subject, expires_at FROM tokens WHERE hash = ?', hash);
      return row && { subject: String(row['subject']), expiresAt: Number(row['expires_at']) };
    },
    prune: (before) => {
      connection.run('DELETE FROM tokens WHERE expires_at < ?', before);
    },
  };
}
