import type { Command } from 'commander';
import { action, verb, type ContextSource } from './shared/command.ts';
import { addManifestOptions, manifestSources, type ManifestFlags } from './shared/manifest-flags.ts';
import { type Reporter, reporterOption } from './shared/reporter.ts';

interface Flags extends ManifestFlags {
  readonly reporter?: Reporter;
}

export const validateCommand = (source: ContextSource): Command =>
  addManifestOptions(
    verb('validate', 'Check manifests, without a workspace and without a login', [
      ['Everything in a directory', 'servectl validate -f endpoints/'],
      ['Warnings fail, too', 'servectl validate -f chat.yaml --strict'],
      ['One target of a bundle', 'servectl validate databricks.yml --bundle-target prod --var size=Small'],
      ['What a code means', 'servectl explain traffic-sum'],
    ]),
  )
    .option('--strict', 'warnings count as errors')
    .addOption(reporterOption(['pretty', 'github', 'json']))
    .action(
      action(source, async (context, files: readonly string[], flags: Flags) => {
        const sources = manifestSources(files, flags);
        const [{ loadManifests }, { chooseReporter, report }] = await Promise.all([
          import('./shared/load-manifests.ts'),
          import('./validate/report.ts'),
        ]);
        const reporter = chooseReporter(context, flags.reporter);
        await report(context, await loadManifests(context, sources, flags), reporter);
      }),
    );
