import { isRecord } from '#schemas/structure.ts';
import { UsageError } from '../../../errors.ts';
import type { FileChanges, FileEdit } from '../../../manifest/edit/edit-text.ts';
import type { ManifestDocument } from '../../../manifest/manifest-document.ts';
import type { DeclaredEndpoint } from '../../../manifest/read-manifests.ts';
import { escapeVariables } from '../../../manifest/variables/template.ts';
import { bringInLine } from '../../../plan/export/bring-in-line.ts';
import type { Edit } from '../../../plan/export/types.ts';
import { asWritten, variablesIn } from './as-written.ts';
import type { Export } from './read.ts';

export type Outcome = 'added' | 'updated' | 'unchanged';

interface Decided {
  readonly changes: FileChanges;
  /** One for each endpoint, in their order. */
  readonly outcomes: readonly Outcome[];
}

/**
 * What has to change in a file so that it declares endpoints as they are.
 * @param caller whose own CAN_MANAGE need not be declared
 * @throws UsageError where an endpoint is declared in a file that this one includes
 */
export function fileChanges(
  file: string,
  declared: readonly DeclaredEndpoint[],
  exports: readonly Export[],
  caller: string | undefined,
): Decided {
  const outcomes: Outcome[] = [];
  const edits: FileEdit[] = [];
  const added: Export['exported'][] = [];
  const bundle = declared.map(({ source }) => source.origin([])).find(isInBundle);
  for (const { live, exported } of exports) {
    const known = declared.find(({ document }) => document.name === exported.document.name);
    if (known) {
      const rounds = bringInLine(known.document, live, exported, caller);
      for (const [round, ofRound] of rounds.entries()) {
        const variables = variablesIn(exported);
        edits.push(
          ...ofRound.map((edit) => ({
            ...inForm(escaped(edit, variables), known.source, file),
            round,
          })),
        );
      }
      outcomes.push(rounds.length > 0 ? 'updated' : 'unchanged');
    } else {
      if (bundle) edits.push(inBundle(asWritten(exported), bundle));
      else added.push(asWritten(exported));
      outcomes.push('added');
    }
  }
  return { changes: { edits, added }, outcomes };
}

/** The change in the form that the file has: MLflow's older one has no `config`, a bundle's stands deep inside. */
function inForm(edit: Edit, source: ManifestDocument, file: string): FileEdit {
  const origin = source.origin(isOfOlderForm(edit, source) ? edit.at.slice(1) : edit.at);
  if (origin.file === file) return { ...edit, document: origin.document, at: origin.path };
  throw new UsageError(
    `${String(source.value['name'])} is declared in ${origin.file}, and not in ${file} itself`,
    {
      hint: `update that file: --into ${origin.file}`,
    },
  );
}

/** Whether a part of `config` would come anew into a document that has the others beside the name. */
function isOfOlderForm({ at: [first, part] }: Edit, source: ManifestDocument): boolean {
  const config = source.value['config'];
  if (first !== 'config' || part === undefined || (isRecord(config) && Object.hasOwn(config, part)))
    return false;
  const root = source.origin([]).path.length;
  return ['served_entities', 'served_models'].some(
    (key) => source.origin(['config', key]).path.length === root + 1,
  );
}

const escaped = (edit: Edit, variables: ReadonlySet<string>): Edit =>
  edit.kind === 'set' ? { ...edit, value: escapeVariables(edit.value, variables) } : edit;

type Origin = ReturnType<ManifestDocument['origin']>;

const isInBundle = ({ path: at }: Origin): boolean => at[0] === 'resources';

const inBundle = (exported: Export['exported'], { document, path: at }: Origin): FileEdit => ({
  kind: 'set',
  document,
  at: [...at.slice(0, -1), exported.document.name],
  value: exported.document,
  remarks: exported.remarks,
});
