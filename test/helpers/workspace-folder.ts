import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunOptions, type RunResult } from './run.ts';

/** A folder with an embedded workspace and the user's files in it. */
export interface WorkspaceFolder extends AsyncDisposable {
  readonly path: string;
  /** Runs the command line in the folder, against its workspace. */
  run(argv: string | readonly string[], options?: RunOptions): Promise<RunResult>;
  save(name: string, text: string | Uint8Array): Promise<void>;
}

export async function workspaceFolder(): Promise<WorkspaceFolder> {
  const path = await mkdtemp(join(tmpdir(), 'servectl-test-'));
  return {
    path,
    run: (argv, options) => run(argv, { target: 'local:workspace.db', cwd: path, ...options }),
    save: (name, text) => writeFile(join(path, name), text),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
