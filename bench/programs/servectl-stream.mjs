// Reads a stream of chunks with the library.
import { createWorkspaceClient } from 'servectl';
import { measured } from './measured.mjs';

const client = createWorkspaceClient();
await measured(async () => {
  let chunks = 0;
  for await (const chunk of client.query.stream('chat', { messages: [] })) chunks += 'id' in chunk ? 1 : 0;
  return chunks;
});
