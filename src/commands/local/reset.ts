import type { Command } from 'commander';
import { ServectlError, UsageError } from '../../errors.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';

export const resetCommand = (source: ContextSource): Command =>
  verb('reset', 'Delete the embedded workspace: its file and the key of its secrets', [
    ['Without being asked', 'servectl local reset --yes'],
  ]).action(
    action(source, async (context) => {
      const { workspaceFile } = await import('./workspace-file.ts');
      const { filesOf } = await import('./contents.ts');
      const { access, rm } = await import('node:fs/promises');
      const file = await workspaceFile(context);
      if (file === ':memory:') throw new UsageError('a workspace in memory has no file to delete');
      const exists = await access(file).then(
        () => true,
        () => false,
      );
      const { confirm } = await import('../../terminal/prompt.ts');
      if (!exists) {
        context.notes.info(`there is no workspace at ${file}`);
      } else if (await confirm(context, `delete the workspace ${file}${await describe()}`)) {
        for (const one of filesOf(file)) await rm(one, { force: true });
        context.notes.info(`deleted ${file}`);
      } else {
        context.notes.info(`${file} stays`);
        return;
      }
      await context.results.show({ file }, { human: () => [], names: () => [file] });

      /** It is opened even where nobody is asked: what some other program keeps there is not ours to delete. */
      async function describe(): Promise<string> {
        const { readContents } = await import('./contents.ts');
        try {
          const { endpoints, scopes } = await readContents(context, file);
          return ` with ${endpoints} endpoints and ${scopes} scopes`;
        } catch (error) {
          // Deleting is the way out of these.
          if (error instanceof ServectlError && recoverable.has(error.code)) return '';
          throw error;
        }
      }
    }),
  );

const recoverable: ReadonlySet<string> = new Set(['LOCAL_STORE_NEWER', 'LOCAL_STORE_KEY']);
