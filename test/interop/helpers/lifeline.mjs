// Runs a command as a process group of its own, and ends the whole group when standard input does: however the process that
// holds the other end dies, nothing that it started outlives it. Terminal signals are left to that process.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { setTimeout } from 'node:timers';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

/** @param {NodeJS.Signals} signal */
function endGroup(signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => endGroup('SIGTERM'));
process.stdin.resume().on('close', () => {
  endGroup('SIGTERM');
  setTimeout(() => endGroup('SIGKILL'), 5_000).unref();
});
child.on('error', (error) => {
  process.stderr.write(`${command} can't be run: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code) => {
  // Servers that are told to end leave their workers behind.
  endGroup('SIGKILL');
  process.exit(code ?? 1);
});
