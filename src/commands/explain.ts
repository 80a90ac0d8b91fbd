import { Argument, type Command } from 'commander';
import { completeWith } from './shared/candidates.ts';
import { action, verb, type ContextSource } from './shared/command.ts';

export const explainCommand = (source: ContextSource): Command =>
  verb('explain', 'Say what the code of a finding, or a field of a manifest, means', [
    ['A code that validate has printed', 'servectl explain traffic-sum'],
    ['A field: its type, its limits, whether it can change', 'servectl explain workload_size'],
    ['A field, where several have its name', 'servectl explain config.served_entities.name'],
  ])
    .addArgument(
      completeWith(new Argument('<what>', 'a code, or a field by its name or path'), async () =>
        Object.keys((await import('../manifest/rules/codes.ts')).codes),
      ),
    )
    .action(
      action(source, async (context, what: string) => {
        const [{ explainCode }, { explainField }, { notExplained }] = await Promise.all([
          import('./explain/code.ts'),
          import('./explain/field.ts'),
          import('./explain/unknown.ts'),
        ]);
        if (!(await explainCode(context, what)) && !(await explainField(context, what))) {
          throw notExplained(what);
        }
      }),
    );
