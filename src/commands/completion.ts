import { Argument, type Command } from 'commander';
import { shells, type Shell } from './completion/shells.ts';
import { verb, type ServectlCommand } from './shared/command.ts';

/** `servectl completion SHELL`: the script that a shell loads. It asks `servectl __complete` at each Tab. */
export function completionCommand(write: (text: string) => void): ServectlCommand {
  const command = verb('completion', 'Print the script that completes servectl in a shell', [
    ['bash, for this session', 'source <(servectl completion bash)'],
    ['bash, for good', 'servectl completion bash > ~/.local/share/bash-completion/completions/servectl'],
    ['zsh, in a directory of $fpath', 'servectl completion zsh > ~/.zfunc/_servectl'],
    ['fish', 'servectl completion fish > ~/.config/fish/completions/servectl.fish'],
    ['PowerShell', 'servectl completion powershell >> $PROFILE'],
  ]);
  command
    .addArgument(new Argument('<shell>', 'the shell that loads it').choices(shells))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion/scripts.ts');
      write(completionScript(shell));
    });
  return command;
}

/**
 * `servectl __complete -- WORD…`, for the scripts: first a line that says whether file names fit (`none`, `files`,
 * `at-files`), then a line for each candidate, with a tab before its description.
 */
export function completeCommand(write: (text: string) => void): Command {
  const command = verb('__complete', 'Candidates for the last word', []);
  command.argument('[words...]').action(async (words: readonly string[]) => {
    const { complete } = await import('./completion/complete.ts');
    const { candidates, files } = await complete(rootOf(command), words);
    const lines = candidates.map(({ value, description }) =>
      description === '' ? value : `${value}\t${description}`,
    );
    write([files, ...lines, ''].join('\n'));
  });
  return command;
}

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);
