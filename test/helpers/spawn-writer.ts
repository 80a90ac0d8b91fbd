import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

interface Writer {
  readonly process: ChildProcess;
  /** Rounds that were acknowledged, so far. */
  acknowledged(): number;
  /** Resolves once that many rounds were acknowledged. */
  reach(rounds: number): Promise<void>;
  /** How it ended: its exit code, or the signal that killed it. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly stderr: string;
  }>;
}

export interface WriterProgram {
  start(path: string, prefix: string, count: number): Writer;
  remove(): void;
}

/** Bundles `local-writer.ts` for plain Node, inside node_modules so that it finds libsql. */
export async function buildWriter(): Promise<WriterProgram> {
  const folder = fileURLToPath(
    new URL(`../../node_modules/.cache/servectl-test-${process.pid}/`, import.meta.url),
  );
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}writer.mjs`;
  await build({
    entryPoints: [fileURLToPath(new URL('local-writer.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    external: ['libsql'],
    logLevel: 'error',
  });
  return {
    start: (path, prefix, count) => watch(spawn(process.execPath, [outfile, path, prefix, String(count)])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function watch(child: ChildProcess): Writer {
  let rounds = 0;
  let stderr = '';
  let check = (): void => undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    rounds += text.split('\n').length - 1;
    check();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    stderr,
  }));
  return {
    process: child,
    acknowledged: () => rounds,
    reach: async (wanted) => {
      const reached = new Promise<void>((resolve) => {
        check = () => {
          if (rounds >= wanted) resolve();
        };
        check();
      });
      const outcome = await Promise.race([reached, ended]);
      if (outcome) throw new Error(`the writer ended before round ${wanted}: ${outcome.stderr}`);
    },
    ended,
  };
}
