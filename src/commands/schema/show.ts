import { closest } from '#schemas/closest.ts';
import { isJsonSchemaKind, jsonSchemaKinds, jsonSchemaOf, titleOfKind } from '#schemas/json-schema-kinds.ts';
import { exampleNames, findExample } from '#schemas/manifest/examples.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { tableView } from '../../output/view.ts';

export async function showKinds({ results, notes }: Context): Promise<void> {
  const rows = jsonSchemaKinds.map((kind) => ({ kind, title: titleOfKind(kind) }));
  const columns = [
    { header: 'KIND', cell: ({ kind }: (typeof rows)[number]) => kind },
    { header: 'DESCRIBES', cell: ({ title }: (typeof rows)[number]) => title },
  ];
  await results.show(
    rows,
    tableView(columns, ({ kind }) => kind, ''),
  );
  notes.hint(`servectl schema KIND prints one; --example NAME prints a manifest: ${exampleNames.join(', ')}`);
}

/** @throws UsageError for a kind that there is not */
export async function showSchema({ results }: Context, kind: string): Promise<void> {
  if (!isJsonSchemaKind(kind)) throw unknown('kind of document', kind, jsonSchemaKinds);
  const schema = await jsonSchemaOf(kind);
  await results.show(schema, {
    human: () => [{ kind: 'text', text: JSON.stringify(schema, null, 2) }],
    names: () => [kind],
  });
}

/** @throws UsageError for an example that there is not */
export async function showExample({ results }: Context, name: string): Promise<void> {
  const example = findExample(name);
  if (example === undefined) throw unknown('example', name, exampleNames);
  if ((results.format === 'table' || results.format === 'yaml') && !results.queried) {
    await results.text(example);
    return;
  }
  const { parse } = await import('yaml');
  await results.show(parse(example) as unknown, { human: () => [], names: () => [name] });
}

function unknown(what: string, name: string, known: readonly string[]): UsageError {
  const near = closest(name, known);
  return new UsageError(`there is no ${what} '${name}'`, {
    hint: near === undefined ? `one of ${known.join(', ')}` : `did you mean ${near}?`,
  });
}
