import type { Connection, Row } from '../driver.ts';
import type { RequestRecord, RequestTable } from '../store.ts';

/** How many requests are remembered of one endpoint. */
const remembered = 1000;

export function requestTable(connection: Connection): RequestTable {
  let added = 0;
  return {
    add: ({ endpointId, entity, at, status, latency, requestId }) => {
      connection.run(
        'INSERT INTO requests (endpoint_id, entity, at, status, latency, request_id) VALUES (?, ?, ?, ?, ?, ?)',
        endpointId,
        entity,
        at,
        status,
        Math.round(latency),
        requestId,
      );
      if (added++ % 100 !== 0) return;
      connection.run(
        `DELETE FROM requests WHERE endpoint_id = ?1 AND rowid <
           (SELECT rowid FROM requests WHERE endpoint_id = ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2)`,
        endpointId,
        remembered,
      );
    },
    since: (endpointId, since) =>
      connection
        .all('SELECT * FROM requests WHERE endpoint_id = ? AND at > ? ORDER BY rowid', endpointId, since)
        .map(requestOf),
    latest: (endpointId, entity, count) =>
      connection
        .all(
          'SELECT * FROM requests WHERE endpoint_id = ? AND entity = ? ORDER BY rowid DESC LIMIT ?',
          endpointId,
          entity,
          count,
        )
        .map(requestOf)
        .reverse(),
  };
}

const requestOf = (row: Row): RequestRecord => ({
  endpointId: String(row['endpoint_id']),
  entity: String(row['entity']),
  at: Number(row['at']),
  status: Number(row['status']),
  latency: Number(row['latency']),
  requestId: String(row['request_id']),
});
