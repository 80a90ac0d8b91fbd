// So many bare GETs of endpoints over a pool, as many at a time as `diff` reads.
import { Pool } from 'undici';

const [count, connections] = process.argv.slice(2).map(Number);
const pool = new Pool(process.env['DATABRICKS_HOST'] ?? '', { connections: connections ?? 1 });
const headers = { authorization: `Bearer ${process.env['DATABRICKS_TOKEN'] ?? ''}` };
const get = async (/** @type {number} */ i) => {
  const { body } = await pool.request({ method: 'GET', path: `/api/2.0/serving-endpoints/e${i}`, headers });
  return body.json();
};
await Promise.all(Array.from({ length: count ?? 0 }, (_, i) => get(i)));
await pool.close();
