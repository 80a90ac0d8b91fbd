// Asks with rows of a file by OpenAI's client, which is installed in the folder that the last argument names.
import { readFileSync } from 'node:fs';

const [file = '', count = '', concurrency = '', folder = ''] = process.argv.slice(2);
const { default: OpenAI } = await import(`${folder}/index.mjs`);
const baseURL = `${process.env['DATABRICKS_HOST'] ?? ''}/serving-endpoints`;
const client = new OpenAI({ baseURL, apiKey: 'bench' });
const lines = readFileSync(file, 'utf8').split('\n', Number(count));
const started = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (let line = lines[next++]; line !== undefined; line = lines[next++]) {
      const { messages, max_tokens: limit } = JSON.parse(line);
      await client.chat.completions.create({ model: 'chat', messages, max_tokens: limit });
    }
  }),
);
console.log(JSON.stringify({ rows: lines.length, ms: performance.now() - started }));
