import type { EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
import type { Command } from 'commander';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { Context } from '../../context.ts';
import { InterruptedError } from '../../errors.ts';
import type { Step } from '../../plan/step.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { timeoutOption } from '../shared/duration.ts';
import { dryRunOption } from '../shared/globals.ts';
import type { VariableFlags } from '../shared/load-variables.ts';
import { varFileOption, varOption } from '../shared/manifest-flags.ts';
import { onEndpoint } from './near-names.ts';
import type { WaitFlags } from './wait-for.ts';

interface Flags extends WaitFlags, VariableFlags {
  readonly file: string;
}

export const updateCommand = (source: ContextSource): Command =>
  verb('update', 'Change an endpoint: each key in the file replaces what the endpoint has', [
    [
      'Only the rate limits: a file that holds nothing else',
      'servectl endpoints update chat -f rate-limits.yaml',
    ],
    ['See which calls a file leads to', 'servectl endpoints update chat -f chat.yaml --dry-run'],
  ])
    .argument('<name>', 'name of the endpoint')
    .requiredOption('-f, --file <file>', 'any part of an endpoint as YAML or JSON; - is stdin')
    .option('--no-wait', 'return as soon as the workspace has taken it')
    .addOption(timeoutOption())
    .addOption(varOption())
    .addOption(varFileOption())
    .addOption(dryRunOption())
    .action(
      action(source, async (context, name: string, flags: Flags) => {
        const steps = await route(context, name, await readFile(context, name, flags));
        const deployed = await execute(context, name, steps, flags);
        if (context.globals.dryRun) return;
        if (steps.length === 0) context.notes.info(`endpoint ${name} is like that already`);
        await showUpdated(context, name, deployed, flags);
      }),
    );

async function readFile(context: Context, name: string, flags: Flags): Promise<EndpointUpdateDocument> {
  const [{ readInput }, { variablesOf }, { accept }, { readUpdate }] = await Promise.all([
    import('../shared/input.ts'),
    import('../shared/load-variables.ts'),
    import('../shared/accept.ts'),
    import('../../manifest/read-document.ts'),
  ]);
  const input = await readInput(context, flags.file, '-f');
  return accept(context, readUpdate(input, name, await variablesOf(context, flags)));
}

/** The calls that the file leads to. The endpoint is looked at only where they depend on what it is now. */
async function route(
  context: Context,
  name: string,
  update: EndpointUpdateDocument,
): Promise<readonly Step[]> {
  const { needsActual, routeUpdate } = await import('../../plan/route.ts');
  if (!needsActual(update)) return routeUpdate(name, update);
  const client = await context.client();
  const actual = await onEndpoint(context, name, client.endpoints.get(name, { signal: context.signal }));
  return routeUpdate(name, update, actual);
}

/**
 * One call after the other. A call that fails leaves those before it in place, so these are named.
 * @returns what the workspace answered to a new config, where there was one
 */
async function execute(
  context: Context,
  name: string,
  steps: readonly Step[],
  flags: Flags,
): Promise<ServingEndpointDetailed | undefined> {
  const [client, { executeStep }, { waitFor }, { showsChange }] = await Promise.all([
    context.client(),
    import('../../apply/execute-step.ts'),
    import('./wait-for.ts'),
    import('../../client/shows-change.ts'),
  ]);
  let deployed: ServingEndpointDetailed | undefined;
  const wait = async (endpoint: string): Promise<void> => {
    if (context.globals.dryRun) return;
    await waitFor(context, endpoint, flags, deployed && { isCurrent: showsChange(deployed) });
  };
  const done: string[] = [];
  for (const step of steps) {
    try {
      const call = executeStep(client, step, { wait, signal: context.signal });
      const answer = await onEndpoint(context, name, call);
      if (step.call === 'update-config') deployed = answer as ServingEndpointDetailed;
    } catch (error) {
      if (error instanceof InterruptedError && step.call !== 'wait') {
        context.notes.warn(
          `${step.keys.join(', ')} may have been changed: servectl endpoints get ${name} tells`,
        );
      }
      if (done.length > 0) context.notes.warn(`these were changed before: ${done.join(', ')}`);
      throw error;
    }
    if (step.call === 'wait') continue;
    done.push(...step.keys);
    context.notes.info(`updated ${step.keys.join(', ')} of endpoint ${name}`);
  }
  return deployed;
}

/** A deployment is waited for. Where nothing is deployed, people need no more than the notes, and no call is made. */
async function showUpdated(
  context: Context,
  name: string,
  deployed: ServingEndpointDetailed | undefined,
  flags: Flags,
): Promise<void> {
  if (deployed) {
    const { showAfter } = await import('./show-after.ts');
    await showAfter(context, name, flags, { answered: deployed });
  } else if (context.results.format !== 'table' || context.results.queried) {
    const [client, { endpointView }] = await Promise.all([context.client(), import('./endpoint-view.ts')]);
    const endpoint = await onEndpoint(context, name, client.endpoints.get(name, { signal: context.signal }));
    await context.results.show(endpoint, endpointView);
  }
}
