import { createHash } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServectlError } from '../../../../errors.ts';
import { ExitCode } from '../../../../exit-codes.ts';

/**
 * Holds `file` for this process, until `release`. The lock is a socket that this machine's kernel holds, by a name made of the
 * file's path: it is gone with the process however that ends, where a lock file would stay behind a kill.
 * @param file absolute
 * @throws ServectlError `BATCH_RUNNING` where another process holds it
 */
export async function lockFile(
  file: string,
  shown: string,
  platform: string,
): Promise<{ release(): Promise<void> }> {
  const name = `servectl-batch-${createHash('sha256').update(file).digest('hex').slice(0, 24)}`;
  const address = addressOf(name, platform);
  const server = (await listen(address)) ?? (await takeOver(address));
  if (!server) {
    throw new ServectlError('BATCH_RUNNING', `another run writes to ${shown}`, ExitCode.conflict, {
      hint: 'wait for it, or write to another file',
    });
  }
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function addressOf(name: string, platform: string): string {
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`;
  // Linux has names that are in no folder, and vanish with their holder.
  return platform === 'linux' ? `\0${name}` : path.join(tmpdir(), `${name}.sock`);
}

/** Undefined where somebody has the name. */
const listen = (address: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });

/** A socket in a folder stays when its holder is killed; then nobody answers at it. */
async function takeOver(address: string): Promise<Server | undefined> {
  if (!address.endsWith('.sock') || (await isAnswered(address))) return undefined;
  await rm(address, { force: true });
  return listen(address);
}

const isAnswered = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
