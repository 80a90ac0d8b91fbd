// The smallest program that makes the request of `endpoints list -o json` with undici and prints the answer.
import { request } from 'undici';

const { body } = await request(`${process.env['DATABRICKS_HOST'] ?? ''}/api/2.0/serving-endpoints`, {
  headers: { authorization: `Bearer ${process.env['DATABRICKS_TOKEN'] ?? ''}`, accept: 'application/json' },
});
const { endpoints } = /** @type {{ endpoints: unknown }} */ (await body.json());
process.stdout.write(`${JSON.stringify(endpoints, null, 2)}\n`);
