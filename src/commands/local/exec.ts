import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export const execCommand = (source: ContextSource): Command =>
  addWorkspaceOptions(
    verb('exec', 'Run a command against the embedded workspace; its exit code is passed on', [
      [
        'A test suite, against a workspace that is gone afterwards',
        'servectl --target local::memory: local exec -- pytest',
      ],
      ['Any Databricks client', 'servectl local exec -- python my_agent.py'],
    ]).argument('<command...>', 'after --: the command and its arguments'),
  ).action(
    action(source, async (context, command: readonly [string, ...string[]], flags: WorkspaceFlags) => {
      const [{ serveWorkspace }, { runCommand }] = await Promise.all([
        import('./serving.ts'),
        import('./run-command.ts'),
      ]);
      const serving = await serveWorkspace(context, flags, { port: 0 });
      try {
        context.notes.verbose(`serving ${serving.file} at ${serving.url}`);
        context.exitCode = await runCommand(context, command, serving.variables);
      } finally {
        await serving.close();
      }
    }),
  );
