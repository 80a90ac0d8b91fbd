import type { Connection, Row } from '../driver.ts';
import type { EndpointRecord } from '../records.ts';
import type { EndpointTable } from '../store.ts';

export function endpointTable(connection: Connection): EndpointTable {
  const one = (rows: readonly Row[]): EndpointRecord | undefined => rows.map(recordOf)[0];
  return {
    get: (name) => one(connection.all('SELECT record FROM endpoints WHERE name = ?', name)),
    getById: (id) => one(connection.all('SELECT record FROM endpoints WHERE id = ?', id)),
    list: () => connection.all('SELECT record FROM endpoints ORDER BY name').map(recordOf),
    put: (record) => {
      connection.run(
        `INSERT INTO endpoints (name, id, record) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET id = excluded.id, record = excluded.record`,
        record.name,
        record.id,
        JSON.stringify(record),
      );
    },
    delete: (name) => connection.run('DELETE FROM endpoints WHERE name = ?', name) > 0,
  };
}

const recordOf = (row: Row): EndpointRecord => JSON.parse(String(row['record'])) as EndpointRecord;
