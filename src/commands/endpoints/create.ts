import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { ApiError, InterruptedError } from '../../errors.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { timeoutOption } from '../shared/duration.ts';
import { dryRunOption } from '../shared/globals.ts';
import type { VariableFlags } from '../shared/load-variables.ts';
import { varFileOption, varOption } from '../shared/manifest-flags.ts';
import type { WaitFlags } from './wait-for.ts';

interface Flags extends WaitFlags, VariableFlags {
  readonly file: string;
  readonly ifNotExists?: boolean;
}

export const createCommand = (source: ContextSource): Command =>
  verb('create', 'Create an endpoint from a file and wait until it is deployed', [
    [
      'From a manifest; servectl schema --example openai prints one',
      'servectl endpoints create -f chat.yaml',
    ],
    ['From a file that leaves the name open', 'servectl endpoints create chat-staging -f chat.yaml'],
    ['See what would be sent', 'servectl endpoints create -f chat.yaml --dry-run'],
  ])
    .argument('[name]', 'name of the endpoint, where the file has none or several')
    .requiredOption('-f, --file <file>', 'the endpoint as YAML or JSON; - is stdin')
    .option('--if-not-exists', 'an endpoint of that name that is there already is left as it is')
    .option('--no-wait', 'return as soon as the workspace has taken it')
    .addOption(timeoutOption())
    .addOption(varOption())
    .addOption(varFileOption())
    .addOption(dryRunOption())
    .action(
      action(source, async (context, name: string | undefined, flags: Flags) => {
        const document = await readDocument(context, flags, name);
        const created = await create(context, document, flags);
        if (!created || context.globals.dryRun) return;
        const { showAfter } = await import('./show-after.ts');
        await showAfter(context, document.name, flags, { answered: created });
        context.notes.hint(`ask it: servectl endpoints predict ${document.name} ${exampleInput(document)}`);
      }),
    );

async function readDocument(
  context: Context,
  flags: Flags,
  name: string | undefined,
): Promise<EndpointDocument> {
  const [{ readInput }, { variablesOf }, { accept }, { readEndpoint }] = await Promise.all([
    import('../shared/input.ts'),
    import('../shared/load-variables.ts'),
    import('../shared/accept.ts'),
    import('../../manifest/read-document.ts'),
  ]);
  const input = await readInput(context, flags.file, '-f');
  return accept(context, readEndpoint(input, name, await variablesOf(context, flags)));
}

/** What the workspace answered; nothing where the endpoint was there already, and that was allowed. */
async function create(
  context: Context,
  document: EndpointDocument,
  flags: Flags,
): Promise<ServingEndpointDetailed | undefined> {
  const { name } = document;
  const [client, { routeCreate }, { executeStep }] = await Promise.all([
    context.client(),
    import('../../plan/route.ts'),
    import('../../apply/execute-step.ts'),
  ]);
  let created: ServingEndpointDetailed | undefined;
  try {
    for (const step of routeCreate(document)) {
      // Under --dry-run nothing is created, so there is no id.
      const id = context.globals.dryRun ? 'ID' : created?.id;
      const answer = await executeStep(client, step, {
        wait: () => Promise.resolve(),
        signal: context.signal,
        ...(id !== undefined && { endpointId: id }),
      });
      if (step.call === 'create') created = answer as ServingEndpointDetailed;
      context.notes.info(step.call === 'create' ? `created endpoint ${name}` : `granted its permissions`);
    }
    return created;
  } catch (error) {
    if (created) {
      context.notes.warn(
        `endpoint ${name} was created, but not its permissions: servectl endpoints update ${name} -f ${flags.file} grants them`,
      );
      throw error;
    }
    if (error instanceof InterruptedError) {
      context.notes.warn(`endpoint ${name} may have been created: servectl endpoints get ${name} tells`);
    }
    if (!isTaken(error)) throw error;
    if (!flags.ifNotExists) {
      throw error.advise(
        `change it with servectl endpoints update ${name} -f ${flags.file}, or choose another name`,
      );
    }
    context.notes.info(`endpoint ${name} is there already and was left as it is`);
    const { endpointView } = await import('./endpoint-view.ts');
    await context.results.show(await client.endpoints.get(name, { signal: context.signal }), endpointView);
    return undefined;
  }
}

/** The codes of a name that is taken; the status varies. */
const isTaken = (error: unknown): error is ApiError =>
  error instanceof ApiError && ['RESOURCE_ALREADY_EXISTS', 'ALREADY_EXISTS'].includes(error.code);

/** The flags of a first question that fits what the endpoint serves. */
function exampleInput({ config }: EndpointDocument): string {
  const task = config?.served_entities?.[0]?.external_model?.task ?? '';
  if (task.endsWith('chat')) return '--message hello';
  if (task.endsWith('completions')) return '--prompt hello';
  if (task.endsWith('embeddings')) return '--input hello';
  return '--data @request.json';
}
