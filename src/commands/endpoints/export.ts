import type { Command } from 'commander';
import { UsageError } from '../../errors.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import type { ExportFlags } from './export/flags.ts';

export const exportCommand = (source: ContextSource): Command =>
  verb('export', 'Write endpoints as manifests that apply would find nothing to do for', [
    ['One endpoint, as a file to keep', 'servectl endpoints export chat > chat.yaml'],
    ['All of a workspace, a file for each', 'servectl endpoints export --all --dir endpoints/'],
    ['Take what was changed elsewhere into a file', 'servectl endpoints export chat --into chat.yaml'],
  ])
    .argument('[name...]', 'names of the endpoints')
    .option('--all', 'every endpoint but those that Databricks provides')
    .option('--into <file>', 'update FILE: its comments and the order of its keys stay')
    .option('--dir <dir>', 'the same for DIR/NAME.yaml of each endpoint')
    .option('--no-permissions', 'leave out who may do what')
    .action(
      action(source, async (context, names: readonly string[], flags: ExportFlags) => {
        checkFlags(names, flags);
        const { readExports } = await import('./export/read.ts');
        const exports = await readExports(context, names, flags);
        if (flags.into === undefined && flags.dir === undefined) {
          const { printExports } = await import('./export/print.ts');
          await printExports(context, exports, flags);
        } else {
          const { writeExports } = await import('./export/write.ts');
          await writeExports(context, exports, flags);
        }
      }),
    );

function checkFlags(names: readonly string[], { all, into, dir }: ExportFlags): void {
  if (all && names.length > 0) throw new UsageError('--all and names exclude each other');
  if (!all && names.length === 0) {
    throw new UsageError('no endpoint is named', { hint: 'name some, or pass --all' });
  }
  if (into !== undefined && dir !== undefined) throw new UsageError('--into and --dir exclude each other');
}
