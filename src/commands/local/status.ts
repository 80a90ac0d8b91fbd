import type { Command } from 'commander';
import type { View } from '../../output/view.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';

interface Status {
  readonly file: string;
  readonly exists: boolean;
  /** Of the database and what belongs to it. */
  readonly bytes: number;
  readonly endpoints: number;
  readonly scopes: number;
}

export const statusCommand = (source: ContextSource): Command =>
  verb('status', 'Show where the embedded workspace keeps its file, and what it holds', [
    ['The file alone', 'servectl local status --query file'],
  ]).action(
    action(source, async (context) => {
      const { workspaceFile } = await import('./workspace-file.ts');
      const { filesOf, readContents } = await import('./contents.ts');
      const { stat } = await import('node:fs/promises');
      const file = await workspaceFile(context);
      const sizes = await Promise.all(
        filesOf(file).map((one) =>
          stat(one).then(
            ({ size }) => size,
            () => undefined,
          ),
        ),
      );
      // Looking must not make one: opening does.
      const exists = sizes[0] !== undefined;
      const contents = exists ? await readContents(context, file) : { endpoints: 0, scopes: 0 };
      const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
      await context.results.show({ file, exists, bytes, ...contents }, view);
    }),
  );

const view: View<Status> = {
  human: ({ file, exists, bytes, endpoints, scopes }) => [
    {
      kind: 'fields',
      fields: [
        ['file', file],
        ...(exists
          ? ([
              ['size', `${Math.ceil(bytes / 1024)} KiB`],
              ['endpoints', String(endpoints)],
              ['scopes', String(scopes)],
            ] as const)
          : ([['state', 'not made yet']] as const)),
      ],
    },
  ],
  names: ({ file }) => [file],
};
