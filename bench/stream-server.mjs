// A server of its own process that answers every request with the same long stream, as fast as it is read.
import { createServer } from 'node:http';
import { once } from 'node:events';

const count = Number(process.argv[2]);
const body = Array.from({ length: count }, (_, i) => {
  const choices = [{ index: 0, delta: { role: 'assistant', content: ` word${i}` }, finish_reason: null }];
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1763600000,
    model: 'm',
    choices,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}).join('');
const bytes = Buffer.from(`${body}data: [DONE]\n\n`);
const piece = 16_384;

const server = createServer((request, response) => {
  request.resume();
  void answer(response);
});

/** @param {import('node:http').ServerResponse} response */
async function answer(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (let at = 0; at < bytes.length; at += piece) {
    if (!response.write(bytes.subarray(at, at + piece))) await once(response, 'drain');
  }
  response.end();
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${String(address && typeof address === 'object' ? address.port : 0)}`);
});
process.stdin.resume().on('end', () => process.exit());
