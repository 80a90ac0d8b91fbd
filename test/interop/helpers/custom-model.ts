import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { closedPort } from '../../helpers/http-server.ts';
import { pythonOf } from './environments.ts';
import { pythonFolder } from './folders.ts';
import { start, succeed, untilUp, type Started } from './started.ts';
import { emptyFolder, serveWorkspace, type ServedWorkspace } from './workspace.ts';

/** The programs of an environment, for those that start each other. */
const programsOf = (name: Parameters<typeof pythonOf>[0]): string => dirname(pythonOf(name));

/** `mlflow` of the current environment, with a home of its own. */
export function startMlflow(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Started {
  const home = emptyFolder();
  return start(join(programsOf('current'), 'mlflow'), args, {
    cwd: home,
    env: {
      HOME: home,
      PATH: `${programsOf('current')}:${process.env['PATH'] ?? ''}`,
      LANG: 'C.UTF-8',
      ...variables,
    },
  });
}

/** Waits until a server answers there with success. */
export const untilAnswers = (server: Started, url: string): Promise<true> =>
  untilUp(server, async () => ((await fetch(url)).ok ? true : undefined));

/**
 * A workspace with the endpoint `regression`, whose model `main.default.regression` (`y = 2 a + b + 1`, of the columns `a` and
 * `b`) is served by `mlflow models serve`.
 */
export async function serveCustomModel(): Promise<ServedWorkspace> {
  const model = join(emptyFolder(), 'model');
  await mkdir(dirname(model), { recursive: true });
  await succeed(pythonOf('current'), [join(pythonFolder, 'make_model.py'), model], {
    env: { HOME: dirname(model) },
  });
  const port = await closedPort();
  const scoring = startMlflow([
    'models',
    'serve',
    '--model-uri',
    model,
    '--env-manager',
    'local',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
  ]);
  await untilAnswers(scoring, `http://127.0.0.1:${port}/ping`);
  const name = 'main.default.regression';
  const workspace = await serveWorkspace(['--scoring-server', `${name}=http://127.0.0.1:${port}`]);
  const served = {
    entity_name: name,
    entity_version: '1',
    workload_size: 'Small',
    scale_to_zero_enabled: true,
  };
  const endpoint = { name: 'regression', config: { served_entities: [served] } };
  await workspace.servectl('api', 'POST', '/api/2.0/serving-endpoints', '--data', JSON.stringify(endpoint));
  await workspace.servectl('endpoints', 'wait', 'regression');
  const stop = async (): Promise<void> => {
    await Promise.all([workspace.stop(), scoring.stop()]);
  };
  return {
    ...workspace,
    get log() {
      return workspace.log;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
