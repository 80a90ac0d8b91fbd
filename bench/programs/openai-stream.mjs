// Reads a stream of chunks with OpenAI's client, which is installed in the folder that the argument names.
import { measured } from './measured.mjs';

const { default: OpenAI } = await import(`${process.argv[2] ?? ''}/index.mjs`);
const baseURL = `${process.env['DATABRICKS_HOST'] ?? ''}/serving-endpoints`;
const client = new OpenAI({ baseURL, apiKey: 'bench' });
await measured(async () => {
  let chunks = 0;
  const stream = await client.chat.completions.create({ model: 'chat', messages: [], stream: true });
  for await (const chunk of stream) chunks += 'id' in chunk ? 1 : 0;
  return chunks;
});
