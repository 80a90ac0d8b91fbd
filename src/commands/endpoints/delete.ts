import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { isNotFound, onEndpoint } from './near-names.ts';

interface Flags {
  readonly ignoreNotFound?: boolean;
}

export const deleteCommand = (source: ContextSource): Command =>
  verb('delete', 'Delete endpoints; asks first', [
    ['One', 'servectl endpoints delete chat'],
    ['In a pipeline, whether it is there or not', 'servectl endpoints delete chat --yes --ignore-not-found'],
  ])
    .argument('<name...>', 'names of the endpoints')
    .option('--ignore-not-found', 'an endpoint that is not there counts as deleted')
    .addOption(dryRunOption())
    .action(
      action(source, async (context, names: readonly string[], flags: Flags) => {
        const distinct = [...new Set(names)];
        if (!(await isConfirmed(context, distinct, flags))) {
          context.notes.info('nothing was deleted');
          return;
        }
        const deleted: string[] = [];
        try {
          for (const name of distinct) if (await deleteOne(context, name, flags)) deleted.push(name);
        } catch (error) {
          // What is gone is said even where a later one could not be deleted.
          if (deleted.length > 0) await showDeleted(context, deleted);
          throw error;
        }
        await showDeleted(context, deleted);
      }),
    );

async function deleteOne(context: Context, name: string, flags: Flags): Promise<boolean> {
  const client = await context.client();
  const call = orUnknown(
    context,
    client.endpoints.delete(name, { signal: context.signal }),
    `endpoint ${name} may have been deleted`,
    `servectl endpoints get ${name} tells`,
  );
  try {
    await (flags.ignoreNotFound ? call : onEndpoint(context, name, call));
  } catch (error) {
    if (!(flags.ignoreNotFound && isNotFound(error))) throw error;
    context.notes.info(`there is no endpoint ${name}`);
    return false;
  }
  context.notes.info(`deleted endpoint ${name}`);
  return true;
}

const showDeleted = (context: Context, names: readonly string[]): Promise<void> =>
  context.results.show(
    names.map((name) => ({ name })),
    { human: () => [], names: () => names },
  );

async function isConfirmed(context: Context, names: readonly string[], flags: Flags): Promise<boolean> {
  if (context.globals.yes || context.globals.dryRun) return true;
  const { confirm } = await import('../../terminal/prompt.ts');
  // Looked up only where somebody reads it.
  const described = context.globals.input ? await describeAll(context, names, flags) : names;
  return confirm(context, `delete ${names.length === 1 ? 'endpoint' : 'endpoints'} ${described.join(', ')}`);
}

/** What would go: `chat (Ready, serves openai gpt-4o)`. */
async function describeAll(
  context: Context,
  names: readonly string[],
  flags: Flags,
): Promise<readonly string[]> {
  const [client, { stateLabel }, { servedOf, sourceOf }] = await Promise.all([
    context.client(),
    import('./state-label.ts'),
    import('./entity-text.ts'),
  ]);
  const descriptions: string[] = [];
  for (const name of names) {
    try {
      const endpoint = await onEndpoint(
        context,
        name,
        client.endpoints.get(name, { signal: context.signal }),
      );
      const serves = servedOf(endpoint.config).map(sourceOf).join(', ');
      descriptions.push(`${name} (${stateLabel(endpoint)}${serves === '' ? '' : `, serves ${serves}`})`);
    } catch (error) {
      if (!(flags.ignoreNotFound && isNotFound(error))) throw error;
      descriptions.push(`${name} (not there)`);
    }
  }
  return descriptions;
}
