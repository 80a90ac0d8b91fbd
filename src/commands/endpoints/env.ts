import { Option, type Command } from 'commander';
import { assignmentFormats } from '../../output/assignments.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import type { EnvFlags } from './env/run.ts';

export const envCommand = (source: ContextSource): Command =>
  verb('env', 'Print the variables by which other clients ask an endpoint', [
    [
      'For the OpenAI, MLflow and LangChain clients of this shell',
      'eval "$(servectl endpoints env chat --with-token)"',
    ],
    ['Into a .env file, without a token', 'servectl endpoints env chat --format dotenv > .env'],
  ])
    .argument('<name>', 'name of the endpoint')
    .option('--with-token', 'print a token of the current credentials, too')
    .addOption(
      new Option('--format <format>', 'what is to read it').choices(assignmentFormats).default('shell'),
    )
    .action(
      action(source, async (context, name: string, flags: EnvFlags) => {
        const { printEnv } = await import('./env/run.ts');
        await printEnv(context, name, flags);
      }),
    );
