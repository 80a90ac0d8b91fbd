import { partAt } from '../../../manifest/immutable.ts';
import { escapeVariables } from '../../../manifest/variables/template.ts';
import type { Export } from './read.ts';

type Exported = Export['exported'];

/** The variables that stand in an exported document in place of what no file should hold: each has a remark. */
export const variablesIn = ({ document, remarks }: Exported): ReadonlySet<string> =>
  new Set(
    remarks
      .map(({ at }) => partAt(document, at))
      .filter((value): value is string => typeof value === 'string'),
  );

/** An exported document as a manifest holds it: a text of the endpoint that looks like a variable stays a text. */
export const asWritten = (exported: Exported): Exported => ({
  ...exported,
  document: escapeVariables(exported.document, variablesIn(exported)) as Exported['document'],
});
