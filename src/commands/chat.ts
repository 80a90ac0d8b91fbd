import type { Command } from 'commander';
import type { ChatFlags } from './chat/flags.ts';
import { addSettingOptions } from './endpoints/predict/flags/parameters.ts';
import { addDriverOptions, addRouteOptions } from './endpoints/predict/flags/route.ts';
import { action, verb, type ContextSource } from './shared/command.ts';
import { subjectOf } from './shared/driver-app.ts';

export const chatCommand = (source: ContextSource): Command => {
  const command = verb('chat', 'Talk to a chat model or an agent', [
    ['At the terminal; /help names its commands', 'servectl chat databricks-claude-sonnet-4'],
    ['With a role', 'servectl chat support --system "You are a pirate"'],
    ['Each line a turn', "printf 'hi\\nand then?\\n' | servectl chat support"],
    ['Go on where /save has left off', 'servectl chat support --load conversation.json'],
  ])
    .argument('[name]', 'name of the endpoint; none for an app (--driver-port)')
    .option('--system <text>', 'tell the model how to behave')
    .option('--load <file>', 'begin with the messages of a JSON file, as /save writes them')
    .option('--no-stream', 'print each answer once it is whole');
  for (const addOptions of [addSettingOptions, addRouteOptions, addDriverOptions]) addOptions(command);
  return command.action(
    action(source, async (context, given: string | undefined, flags: ChatFlags) => {
      const name = subjectOf(given, flags);
      const { chat } = await import('./chat/run.ts');
      await chat(context, name, flags);
    }),
  );
};
