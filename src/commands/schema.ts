import { Argument, Option, type Command } from 'commander';
import { UsageError } from '../errors.ts';
import { completeWith } from './shared/candidates.ts';
import { action, verb, type ContextSource } from './shared/command.ts';

interface Flags {
  readonly example?: string;
}

export const schemaCommand = (source: ContextSource): Command =>
  verb('schema', 'Print the JSON Schema of a document, or a manifest to start from', [
    ['What there is', 'servectl schema'],
    ['For an editor', 'servectl schema endpoint > endpoint.schema.json'],
    ['A manifest to start from', 'servectl schema --example openai > chat.yaml'],
  ])
    .addArgument(
      completeWith(
        new Argument('[kind]', 'the kind of document; without it all kinds are listed'),
        async () => (await import('#schemas/json-schema-kinds.ts')).jsonSchemaKinds,
      ),
    )
    .addOption(
      completeWith(
        new Option('--example <name>', 'print an example manifest: of a provider, or of a custom model'),
        async () => (await import('#schemas/manifest/examples.ts')).exampleNames,
      ),
    )
    .action(
      action(source, async (context, kind: string | undefined, flags: Flags) => {
        if (kind !== undefined && flags.example !== undefined) {
          throw new UsageError('a kind and --example exclude each other');
        }
        const { showExample, showKinds, showSchema } = await import('./schema/show.ts');
        if (flags.example !== undefined) await showExample(context, flags.example);
        else if (kind !== undefined) await showSchema(context, kind);
        else await showKinds(context);
      }),
    );
