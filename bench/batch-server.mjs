// A server of its own process that answers each chat request alike: at once, or after so many milliseconds.
import { createServer } from 'node:http';

const delay = Number(process.argv[2] ?? '0');
const body = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1763600000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'It is blue.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 14, completion_tokens: 4, total_tokens: 18 },
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const server = createServer((request, response) => {
  request.resume();
  const answer = () => {
    response.writeHead(200, headers);
    response.end(body);
  };
  request.on('end', delay === 0 ? answer : () => setTimeout(answer, delay));
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${String(address && typeof address === 'object' ? address.port : 0)}`);
});
process.stdin.resume().on('end', () => process.exit());
