// So many bare POSTs that create an endpoint, each followed by a GET, as many at a time as `apply` changes.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [file = '', connections = '8'] = process.argv.slice(2);
const pool = new Pool(process.env['DATABRICKS_HOST'] ?? '', { connections: Number(connections) });
const headers = {
  authorization: `Bearer ${process.env['DATABRICKS_TOKEN'] ?? ''}`,
  'content-type': 'application/json',
};
/** @type {{ name: string }[]} */
const bodies = JSON.parse(readFileSync(file, 'utf8'));
await Promise.all(
  bodies.map(async (body) => {
    const created = await pool.request({
      method: 'POST',
      path: '/api/2.0/serving-endpoints',
      headers,
      body: JSON.stringify(body),
    });
    if (created.statusCode !== 200) throw new Error(await created.body.text());
    await created.body.json();
    const read = await pool.request({
      method: 'GET',
      path: `/api/2.0/serving-endpoints/${body.name}`,
      headers,
    });
    await read.body.json();
  }),
);
await pool.close();
