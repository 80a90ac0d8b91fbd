// The least that asks with every row of a file: an undici pool, so many calls at a time, JSON both ways; nothing is kept.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [file = '', count = '', concurrency = ''] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n', Number(count));
const pool = new Pool(process.env['DATABRICKS_HOST'] ?? '', { connections: Number(concurrency) });
const headers = { authorization: 'Bearer bench', 'content-type': 'application/json' };
const path = '/serving-endpoints/chat/invocations';
const started = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (let line = lines[next++]; line !== undefined; line = lines[next++]) {
      const answer = await pool.request({
        method: 'POST',
        path,
        headers,
        body: JSON.stringify(JSON.parse(line)),
      });
      await answer.body.json();
    }
  }),
);
console.log(JSON.stringify({ rows: lines.length, ms: performance.now() - started }));
await pool.close();
