import { Argument, InvalidArgumentError, type Command } from 'commander';
import type { Method } from '../http/transport.ts';
import { action, verb, type ContextSource } from './shared/command.ts';
import { dryRunOption } from './shared/globals.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly Method[];

interface Flags {
  readonly data?: string;
  readonly header: readonly string[];
}

export const apiCommand = (source: ContextSource): Command =>
  verb('api', 'Send one request to the workspace and print what it answers', [
    ['Any operation, with your credentials', 'servectl api GET /api/2.0/serving-endpoints'],
    [
      'A body from a file',
      'servectl api PUT /api/2.0/serving-endpoints/chat/rate-limits --data @limits.json',
    ],
  ])
    .addArgument(new Argument('<method>', 'in any case').choices(methods).argParser(readMethod))
    .argument('<path>', 'path and query in the workspace: /api/2.0/…')
    .option('-d, --data <json|@file|->', 'body of the request: JSON, @ and a file, or - for stdin')
    .option('-H, --header <name: value>', 'a further header; may be repeated', collect, [])
    .addOption(dryRunOption())
    .action(
      action(source, async (context, method: Method, path: string, flags: Flags) => {
        const { callApi } = await import('./api/call.ts');
        await callApi(context, { method, path, headers: flags.header, data: flags.data });
      }),
    );

function readMethod(text: string): Method {
  const method = methods.find((name) => name === text.toUpperCase());
  if (method) return method;
  throw new InvalidArgumentError(`Allowed choices are ${methods.join(', ')}.`);
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
