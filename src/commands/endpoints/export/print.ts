import type { Context } from '../../../context.ts';
import { inSchemaOrder, printDocuments } from '../../../manifest/print.ts';
import { asWritten } from './as-written.ts';
import type { ExportFlags } from './flags.ts';
import type { Export } from './read.ts';

/** Prints the documents: as the text of a manifest, or as data: one endpoint by itself, several as a list. */
export async function printExports(
  { results }: Context,
  exports: readonly Export[],
  { all }: ExportFlags,
): Promise<void> {
  if ((results.format === 'table' || results.format === 'yaml') && !results.queried) {
    if (exports.length > 0)
      await results.text(printDocuments(exports.map(({ exported }) => asWritten(exported))));
    return;
  }
  const documents = exports.map(({ exported }) => inSchemaOrder(asWritten(exported).document));
  const view = { human: () => [], names: () => documents.map((document) => String(document['name'])) };
  const [single] = documents;
  await results.show(documents.length === 1 && !all ? single : documents, view);
}
