import { type Document, isSeq, type Node, type ToStringOptions, visit } from 'yaml';
import { compose } from '../compose.ts';
import type { Path } from '../locate.ts';
import { inSchemaOrder, layout, type Printable, textOf, toYaml } from '../print.ts';
import { toValue } from '../to-value.ts';
import { keepLines } from './keep-lines.ts';
import { arrange, removeAt, setAt } from './nodes.ts';

/** One change to a file, in paths as the file is written. */
export type FileEdit = {
  readonly document: number;
  /** Paths are those of the document as the edits of the rounds before have left it; counted from 0. */
  readonly round?: number;
} & (
  | {
      readonly kind: 'set';
      readonly at: Path;
      readonly value: unknown;
      readonly remarks: NonNullable<Printable['remarks']>;
    }
  | { readonly kind: 'remove'; readonly at: Path }
  | { readonly kind: 'arrange'; readonly at: Path; readonly order: readonly number[] }
);

export interface FileChanges {
  readonly edits: readonly FileEdit[];
  /** Documents that the file doesn't have yet. */
  readonly added: readonly Printable[];
}

/**
 * The text of a manifest with changes made to it. Documents without a change stay as they are, to the byte; in the others
 * comments, the order of keys and the lines that nothing changes in stay.
 * @param text that reads without an error
 * @param format JSON has no comments, and is printed with two spaces
 */
export function editText(
  text: string,
  { edits, added }: FileChanges,
  format: 'yaml' | 'json' = 'yaml',
): string {
  const { documents } = compose(text);
  if (format === 'json') return editJson(text, documents, { edits, added });
  let from = 0;
  const parts = documents.map((document, index) => {
    const source = text.slice(from, document.range[2]);
    from = document.range[2];
    const ofDocument = edits.filter((edit) => edit.document === index);
    return ofDocument.length === 0 ? source : editDocument(source, document, ofDocument);
  });
  return append([...parts, text.slice(from)].join(''), added);
}

/** Whether there is anything but comments. */
export const holdsDocuments = (text: string): boolean =>
  compose(text).documents.some(({ contents }) => contents !== null);

function editJson(
  text: string,
  [document]: readonly Document.Parsed[],
  { edits, added }: FileChanges,
): string {
  const [first] = added;
  if (edits.length === 0 && !first) return text;
  if (document) carryOutAll(document, edits);
  const value: unknown = document?.contents ? document.toJS() : inSchemaOrder(first?.document ?? {});
  return `${JSON.stringify(value, null, 2)}\n`;
}

function append(text: string, added: readonly Printable[]): string {
  return added.reduce((before, each) => {
    const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
    // A file of comments alone has no document to be told from.
    const separator = holdsDocuments(start) ? '---\n' : '';
    return `${start}${separator}${textOf(toYaml(each))}`;
  }, text);
}

function editDocument(source: string, document: Document.Parsed, edits: readonly FileEdit[]): string {
  const style = styleOf(source, document);
  const print = (): string => textOf(document, style);
  const before = print();
  carryOutAll(document, edits);
  const after = print();
  const kept = keepLines(source, before, after);
  return isSameValue(kept, after) ? kept : after;
}

function carryOutAll(document: Document, edits: readonly FileEdit[]): void {
  const rounds = new Set(edits.map(({ round = 0 }) => round));
  for (const each of [...rounds].sort((one, other) => one - other)) {
    carryOutRound(
      document,
      edits.filter(({ round = 0 }) => round === each),
    );
  }
}

function carryOutRound(document: Document, edits: readonly FileEdit[]): void {
  for (const edit of edits) if (edit.kind === 'set') setAt(document, edit.at, nodeOf(edit));
  // The last of a list first, so that indexes keep their meaning.
  const removed = edits.filter(({ kind }) => kind === 'remove').map(({ at }) => at);
  for (const at of removed.sort(laterFirst)) removeAt(document, at);
  for (const edit of edits) if (edit.kind === 'arrange') arrange(document, edit.at, edit.order);
}

function laterFirst(one: Path, other: Path): number {
  for (const [index, segment] of one.entries()) {
    const against = other[index];
    if (typeof segment === 'number' && typeof against === 'number' && segment !== against)
      return against - segment;
    if (segment !== against) return String(segment) < String(against) ? -1 : 1;
  }
  return 0;
}

const nodeOf = ({ value, remarks }: Extract<FileEdit, { kind: 'set' }>): { node: Node; remark?: string } => {
  const own = remarks.find(({ at }) => at.length === 0);
  const inner = remarks
    .filter(({ at }) => at.length > 0)
    .map(({ at, text }) => ({ at: ['value', ...at], text }));
  const wrapped = toYaml({ document: { value }, remarks: inner });
  return { node: wrapped.get('value', true) as Node, ...(own && { remark: own.text }) };
};

/** Lines alone don't tell what a text means: that of a block of lines, say, hangs on the one above it. */
const isSameValue = (one: string, other: string): boolean =>
  JSON.stringify(valuesOf(one)) === JSON.stringify(valuesOf(other));

const valuesOf = (text: string): unknown[] =>
  compose(text).documents.map(({ contents, errors }) =>
    errors.length > 0 ? errors : toValue(contents as Node | null, text.length).value,
  );

/** What YAML leaves open, as the text has it. All is indented by two, whatever it was: the printer knows no other lists. */
function styleOf(source: string, document: Document): ToStringOptions {
  const start = (document.range?.[2] ?? 0) - source.length;
  const columnOf = (offset: number): number =>
    offset - start - (source.lastIndexOf('\n', offset - start - 1) + 1);
  let indentSeq: boolean | undefined;
  visit(document, {
    Pair: (_, pair) => {
      const [key, value] = [pair.key as Node | null, pair.value as Node | null];
      if (!key?.range || !value?.range || !isSeq(value) || value.flow) return;
      indentSeq ??= columnOf(value.range[0]) > columnOf(key.range[0]);
    },
  });
  // References to secrets and variables have braces of their own.
  const flowCollectionPadding = !/[{[][^\s{}[\]]/.test(source.replaceAll(/\{\{|\$\{/g, ''));
  return { ...layout, indentSeq: indentSeq ?? true, flowCollectionPadding };
}
