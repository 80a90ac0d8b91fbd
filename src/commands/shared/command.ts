import { Command } from 'commander';
import type { Context, Globals } from '../../context.ts';
import { UsageError } from '../../errors.ts';

/** Opens the context of this run, once the flags are parsed. Called again it gives the same one. */
export type ContextSource = (flags: GlobalFlags) => Promise<Context>;

/** The global flags as commander hands them over, before `SERVECTL_*` and the terminal have had their say. */
export interface GlobalFlags extends Partial<Omit<Globals, 'output'>> {
  readonly output?: string;
}

/** A command line to copy, and what it is for. */
export type Example = readonly [purpose: string, line: string];

/**
 * A command that carries the examples of its help and fails with a `UsageError`. Built fresh for each run, because
 * commander keeps parsed values inside.
 */
export class ServectlCommand extends Command {
  readonly examples: readonly Example[];

  constructor(name: string, summary: string, examples: readonly Example[]) {
    super(name);
    this.examples = examples;
    this.description(summary);
    this.helpOption('-h, --help', 'show this help');
    this.helpCommand(false);
  }

  /** What commander calls for each mistake in a command line: `error: <sentence>` and maybe a line with suggestions. */
  override error(message: string): never {
    const [sentence = '', suggestion] = message.replace(/^error: /, '').split('\n');
    const invalid = invalidValue(sentence);
    if (invalid) throw invalid;
    const path = commandPath(this);
    const usage = `usage: ${usageOf(this)}`;
    throw new UsageError(sentence.replace(/\.$/, ''), {
      hint: suggestion
        ? suggestion.replace(/^\(Did/, 'did').replace(/\)$/, '')
        : `${usage}; more with ${path} --help`,
    });
  }
}

/** Commander's sentence about a value that a flag or an argument doesn't take; undefined for any other mistake. */
function invalidValue(sentence: string): UsageError | undefined {
  const [, flags, value, argument, reason] =
    /^(?:option '(.+?)' argument|command-argument value) '(.*)' is invalid(?: for argument '(.+?)')?\. (.+?)\.?$/s.exec(
      sentence,
    ) ?? [];
  if (value === undefined || reason === undefined) return undefined;
  const place = /--[\w-]+/.exec(flags ?? '')?.[0] ?? `<${argument ?? ''}>`;
  const fix = reason.replace(/^Allowed choices are /, 'One of ');
  return new UsageError(`${place} does not take '${value}'`, {
    hint: `${fix.charAt(0).toLowerCase()}${fix.slice(1)}`,
  });
}

/** `servectl endpoints create`. */
export function commandPath(command: Command): string {
  const names = [command.name()];
  for (let above = command.parent; above; above = above.parent) names.unshift(above.name());
  return names.join(' ');
}

/** `servectl endpoints create [name] -f <file> [options]`: what must be given is shown, the rest is `[options]`. */
export function usageOf(command: Command): string {
  const given = command.registeredArguments.map((argument) => {
    const words = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${words}>` : `[${words}]`;
  });
  const needed = command.options.flatMap((option) =>
    option.mandatory ? [`${option.short ?? option.long ?? ''} ${/<.+>/.exec(option.flags)?.[0] ?? ''}`] : [],
  );
  const verbs = command.commands.length > 0 ? ['<command>'] : [];
  return [commandPath(command), ...verbs, ...given, ...needed, '[options]'].join(' ');
}

/** A command that does something. `summary` is one sentence without a full stop. */
export const verb = (name: string, summary: string, examples: readonly Example[]): ServectlCommand =>
  new ServectlCommand(name, summary, examples);

/** A command that only holds others; bare, it prints its help. */
export function noun(
  name: string,
  summary: string,
  verbs: readonly Command[],
  examples: readonly Example[] = [],
): ServectlCommand {
  const command = new ServectlCommand(name, summary, examples);
  for (const child of verbs) command.addCommand(child);
  return command;
}

/**
 * What commander calls for a verb: opens the context, checks `--query`, hands arguments and flags to `handler`.
 * The handler's types are its own promise: they repeat what the verb declared.
 * @example verb('get', …).argument('<name>').action(action(source, async (context, name: string) => { … }))
 */
export const action =
  (source: ContextSource, handler: (context: Context, ...inputs: never[]) => Promise<void>) =>
  async (...received: unknown[]): Promise<void> => {
    const command = received.at(-1) as Command;
    const context = await source(command.optsWithGlobals());
    await context.results.prepare();
    await handler(context, ...(received.slice(0, -1) as never[]));
    await context.finish();
  };
