import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { onEndpoint } from './near-names.ts';

interface Flags {
  readonly follow?: boolean;
}

/** Between two looks at a log that is followed, in milliseconds. */
const followMs = 2_000;

export const logsCommand = (source: ContextSource): Command =>
  verb('logs', 'Print the most recent lines of the model server', [
    ['Of the only served entity', 'servectl endpoints logs fraud'],
    ['Of one of several, as they come', 'servectl endpoints logs fraud fraud-3 --follow'],
  ])
    .argument('<name>', 'name of the endpoint')
    .argument('[served]', 'name of the served entity; not needed where there is one')
    .option('-f, --follow', 'go on printing what comes, until Ctrl-C')
    .action(
      action(source, async (context, name: string, served: string | undefined, flags: Flags) => {
        if (
          flags.follow &&
          (context.results.queried || !['table', 'ndjson'].includes(context.results.format))
        ) {
          throw new UsageError(
            '--follow prints text, or with -o ndjson a line {"logs": …} for each arrival',
            {
              hint: 'leave out --query and other output formats',
            },
          );
        }
        const [client, { chooseEntity }] = await Promise.all([
          context.client(),
          import('./choose-entity.ts'),
        ]);
        const call = { signal: context.signal };
        const endpoint = await onEndpoint(context, name, client.endpoints.get(name, call));
        const entity = chooseEntity(endpoint, served, 'logs');
        const read = async (): Promise<{ readonly logs?: string | undefined }> =>
          client.endpoints.logs(name, entity, call);
        if (flags.follow) await follow(context, read);
        else await showLog(context, await read());
      }),
    );

/** A log: text for people, the server's answer for programs. */
export async function showLog(
  context: Context,
  answer: { readonly logs?: string | undefined },
): Promise<void> {
  if (context.results.format === 'table' && !context.results.queried) {
    const { showText } = await import('./show-text.ts');
    if (!answer.logs) context.notes.info('the log is empty');
    await showText(context, answer.logs ?? '');
    return;
  }
  await context.results.show(answer, { human: () => [], names: () => [] });
}

/** The API has no stream of its logs: it is read again and again, and what is new in it is printed. Ends by interrupt. */
async function follow(
  context: Context,
  read: () => Promise<{ readonly logs?: string | undefined }>,
): Promise<never> {
  const { arrivals } = await import('./log-arrivals.ts');
  let before = '';
  for (;;) {
    const now = (await read()).logs ?? '';
    const news = arrivals(before, now);
    if (news !== '') {
      if (context.results.format === 'ndjson') await context.results.item({ logs: news });
      else await context.results.text(news);
    }
    before = now;
    await context.host.clock.sleep(followMs, context.signal);
  }
}
