import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { pythonOf, type EnvironmentName } from './environments.ts';
import { installed, pythonFolder } from './folders.ts';
import { start, type Started, type Variables } from './started.ts';
import { emptyFolder } from './workspace.ts';

export interface PythonSuite {
  readonly environment: EnvironmentName;
  /** In `python/`. */
  readonly file: string;
  /** Starts what the file asks; `variables` are its whole environment. */
  readonly given: () => Promise<{ readonly variables: Variables; readonly stop: () => Promise<void> }>;
}

interface Outcome {
  readonly test: string;
  readonly failure: string | null;
}

/** The test functions of a Python file, run by pytest in one process, each as a test of its own here. */
export function pythonSuite(title: string, { environment, file, given }: PythonSuite): void {
  const path = join(pythonFolder, file);
  const functions = [...readFileSync(path, 'utf8').matchAll(/^def test_(\w+)/gm)].map(([, name = '']) => ({
    name: `test_${name}`,
    sentence: name.replaceAll('_', ' '),
  }));
  describe(title, () => {
    let stop: (() => Promise<void>) | undefined;
    let outcomes: readonly Outcome[] = [];
    let run: Started | undefined;

    beforeAll(async () => {
      const surroundings = await given();
      stop = surroundings.stop;
      const home = emptyFolder();
      const report = join(home, 'report.jsonl');
      run = start(
        pythonOf(environment),
        [
          '-m',
          'pytest',
          '--quiet',
          '-p',
          'no:cacheprovider',
          '-o',
          'faulthandler_timeout=60',
          '-o',
          'faulthandler_exit_on_timeout=true',
          '--rootdir',
          pythonFolder,
          path,
        ],
        {
          cwd: home,
          env: {
            HOME: home,
            LANG: 'C.UTF-8',
            PYTHONWARNINGS: 'ignore',
            PYTHONPYCACHEPREFIX: join(installed, 'pycache'),
            PYTHONFAULTHANDLER: '1',
            INTEROP_REPORT: report,
            ...surroundings.variables,
          },
        },
      );
      await run.ended;
      const lines = (await readFile(report, 'utf8').catch(() => ''))
        .split('\n')
        .filter((line) => line !== '');
      outcomes = lines.map((line) => JSON.parse(line) as Outcome);
    }, 300_000);
    afterAll(async () => {
      await run?.stop();
      await stop?.();
    });

    it.each(functions)('$sentence', ({ name }) => {
      const own = outcomes.filter(({ test }) => test === name);
      if (own.length === 0)
        throw new Error(`pytest did not run it\n${run?.stdout ?? ''}${run?.stderr ?? ''}`);
      const failures = own.flatMap(({ failure }) => failure ?? []);
      if (failures.length > 0) throw new Error(failures.join('\n'));
    });
  });
}
