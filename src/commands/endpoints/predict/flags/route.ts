import { InvalidArgumentError, Option, type Command } from 'commander';

export type { RouteFlags } from '../../../shared/choose-invoker.ts';

/** Which way the request takes to the model. */
export const addRouteOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--via <way>',
        "openai: as OpenAI's clients ask; data-plane: a route-optimised endpoint at its own address",
      )
        .choices(['openai', 'data-plane'])
        .conflicts('servedEntity'),
    )
    .option('--served-entity <name>', 'ask this served entity, past the traffic split');

/** In place of an endpoint: an app on the driver of a cluster. */
export const addDriverOptions = (command: Command): Command =>
  command
    .option('--cluster-id <id>', "ask an app on this cluster's driver, by the workspace's proxy")
    .addOption(
      new Option('--driver-port <port>', 'where the app listens; without --cluster-id on this machine')
        .argParser(readPort)
        .conflicts(['via', 'servedEntity', 'template', 'wait']),
    )
    .addOption(new Option('--driver-path <path>', 'a path of the app (default: /)').argParser(readPath))
    .option('--org-id <id>', "the workspace's id in the proxy's path (default: 0, which stands for any)");

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError(
    'It must be a whole number from 1 to 65535; Databricks documents 3000 to 8000 for apps.',
  );
}

function readPath(text: string): string {
  const url =
    text.startsWith('/') && URL.canParse(text, 'http://app') ? new URL(text, 'http://app') : undefined;
  // What a URL parser changes (`..`, a backslash, another host) would lead elsewhere than it says.
  if (url?.host === 'app' && url.hash === '' && !/[\s\\]|(?:^|\/)\.\.?(?:\/|$)/.test(text)) return text;
  throw new InvalidArgumentError('It begins with a slash, as in /v1/chat/completions.');
}
