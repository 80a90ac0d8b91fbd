import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Context } from '../../context.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

interface Flags extends WorkspaceFlags {
  readonly port: number;
  readonly host: string;
}

export const serveCommand = (source: ContextSource): Command =>
  addWorkspaceOptions(
    verb('serve', 'Put the embedded workspace on a port until it is stopped (Ctrl-C), which is success', [
      [
        'On any free port; stdout gets DATABRICKS_HOST=… and DATABRICKS_TOKEN=…',
        'servectl local serve --port 0',
      ],
      ['A file of its own, with a log of the requests', 'servectl --target local:./w.db local serve -v'],
      [
        'Under the name of a Databricks model',
        'servectl local serve --alias databricks-bge-large-en=local-embed',
      ],
      [
        'See what a client makes of a create whose answer is lost',
        "servectl local serve --fault 'POST /api/2.0/serving-endpoints reset-after times=1'",
      ],
    ])
      .addOption(
        new Option('--port <number>', 'port to listen on; 0 takes a free one')
          .default(8790)
          .argParser(readPort),
      )
      .option('--host <address>', 'address to listen on', '127.0.0.1'),
  ).action(
    action(source, async (context, flags: Flags) => {
      const { serveWorkspace } = await import('./serving.ts');
      const serving = await serveWorkspace(context, flags, flags);
      try {
        await announce(context, serving.variables);
        context.notes.info(`serving ${serving.file} at ${serving.url}; Ctrl-C stops it`);
        if (!isLoopback(flags.host)) {
          context.notes.warn(
            `${flags.host} may be reached from other machines, and the traffic is not encrypted`,
          );
        }
        await untilAborted(context.signal);
        context.notes.info('stopping');
      } finally {
        await serving.close();
      }
    }),
  );

/** The lines that a script or `env` reads, whole once the server listens. */
async function announce({ results }: Context, variables: Readonly<Record<string, string>>): Promise<void> {
  if (results.format !== 'table' || results.queried) {
    await results.show(variables, { human: () => [], names: (shown) => Object.keys(shown) });
    return;
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await results.text(lines.join(''));
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

const isLoopback = (host: string): boolean => /^(?:127\.|::1$|\[::1\]$|localhost$)/.test(host);

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
