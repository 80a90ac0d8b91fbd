// What batches are measured with: files of rows, and a server in a process of its own that answers them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const program = new URL('batch-server.mjs', import.meta.url).pathname;

/** So many chat requests, a line each. @param {string} file @param {number} count */
export async function writeRows(file, count) {
  const stream = createWriteStream(file);
  for (let i = 0; i < count; i++) {
    const messages = [{ role: 'user', content: `Why is the sky blue? This is question ${i}.` }];
    const line = `${JSON.stringify({ id: `row-${i}`, messages, max_tokens: 64 })}\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

/** Answers each request alike, after so many milliseconds. @param {number} delay */
export async function startAnswers(delay) {
  const child = spawn(process.execPath, [program, String(delay)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return {
    env: { DATABRICKS_HOST: String(line).trim(), DATABRICKS_TOKEN: 'bench' },
    close: () => child.kill(),
  };
}
