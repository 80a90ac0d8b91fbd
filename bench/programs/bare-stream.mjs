// The least that reads a stream of chunks: undici, a split at line feeds, JSON.parse.
import { request } from 'undici';
import { measured } from './measured.mjs';

await measured(async () => {
  const { body } = await request(
    `${process.env['DATABRICKS_HOST'] ?? ''}/serving-endpoints/chat/invocations`,
    {
      method: 'POST',
      headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
      body: '{"messages":[],"stream":true}',
    },
  );
  body.setEncoding('utf8');
  let rest = '';
  let chunks = 0;
  for await (const text of /** @type {AsyncIterable<string>} */ (body)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      JSON.parse(line.slice(6));
      chunks += 1;
    }
  }
  return chunks;
});
