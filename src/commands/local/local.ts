import type { Command } from 'commander';
import { noun, type ContextSource } from '../shared/command.ts';
import { execCommand } from './exec.ts';
import { resetCommand } from './reset.ts';
import { serveCommand } from './serve.ts';
import { statusCommand } from './status.ts';

export const localCommand = (source: ContextSource): Command =>
  noun(
    'local',
    'The embedded workspace: on a port for any client, or around one command',
    [serveCommand(source), execCommand(source), statusCommand(source), resetCommand(source)],
    [
      ['In this process, without a server', 'servectl --target local endpoints list'],
      ['On a port', 'servectl local serve --port 8790'],
      ['Around a test suite', 'servectl local exec -- pytest'],
    ],
  );
