import type { EndpointDocument, EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
import { type Diagnostic, hasErrors } from '../diagnostics.ts';
import { checkDocument } from './check.ts';
import { recognize } from './forms.ts';
import type { ManifestDocument } from './manifest-document.ts';
import { parse } from './parse.ts';
import type { RuleContext } from './rules/rule.ts';

export interface SourceFile {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface ReadDocuments {
  readonly documents: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every endpoint that a file declares, in the API's form, not yet checked. */
export function readDocuments({ file, bytes }: SourceFile): ReadDocuments {
  const parsed = parse(file, bytes);
  const recognized = parsed.documents.map(recognize);
  return {
    documents: recognized.flatMap(({ documents }) => documents),
    diagnostics: inOrder([...parsed.diagnostics, ...recognized.flatMap(({ diagnostics }) => diagnostics)]),
  };
}

export interface ReadDocument<T> {
  /** The document in the API's form, its scalars in the API's types; absent where a finding is an error. */
  readonly document?: T;
  /** Every finding, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and checks the one endpoint of a file, to be created. Nothing in a file throws.
 * @param name the endpoint's name as the command line gives it: the file may then leave it out, or declare several
 */
export const readEndpoint = (source: SourceFile, name?: string): ReadDocument<EndpointDocument> =>
  readOne<EndpointDocument>(source, { purpose: 'create', ...(name !== undefined && { name }) });

/** Reads and checks changes to the endpoint `name`: any part of one. */
export const readUpdate = (source: SourceFile, name: string): ReadDocument<EndpointUpdateDocument> =>
  readOne<EndpointUpdateDocument>(source, { purpose: 'update', name });

function readOne<T>(source: SourceFile, context: RuleContext): ReadDocument<T> {
  const { documents, diagnostics: found } = readDocuments(source);
  const chosen = choose(documents, context.name);
  const checked = documents.map((document) =>
    // The endpoints that are not chosen are checked too: all problems of a file are told at once.
    checkDocument(document, document === chosen ? context : { purpose: context.purpose }),
  );
  const diagnostics = inOrder([
    ...found,
    ...(chosen || (documents.length === 0 && hasErrors(found)) ? [] : countFindings(source.file, documents)),
    ...checked.flatMap((each) => each.diagnostics),
  ]);
  if (!chosen || hasErrors(diagnostics)) return { diagnostics };
  // Without an error the value fits the schema of `T`.
  return { document: checked[documents.indexOf(chosen)]?.value as T, diagnostics };
}

/** The one endpoint of the file, or of several the one that is named. */
function choose(documents: readonly ManifestDocument[], name?: string): ManifestDocument | undefined {
  const [first, second] = documents;
  if (!second) return first;
  const named = documents.filter(({ value }) => name !== undefined && value['name'] === name);
  return named.length === 1 ? named[0] : undefined;
}

function countFindings(file: string, documents: readonly ManifestDocument[]): readonly Diagnostic[] {
  const [, second] = documents;
  if (!second) {
    return [
      {
        severity: 'error',
        code: 'one-document',
        message: `${file} declares no endpoint`,
        range: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
      },
    ];
  }
  return [
    second.report({
      code: 'one-document',
      severity: 'error',
      path: [],
      message: `the file declares ${documents.length} endpoints, and this command takes one`,
      hint: `name the one that is meant: ${documents
        .map(({ value }) => value['name'])
        .filter((name) => typeof name === 'string')
        .slice(0, 5)
        .join(', ')}`,
    }),
  ];
}

/** In the order of the file, what has no place first; a value that aliases repeat is told of once. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const distinct = new Map(
    diagnostics.map((each) => [`${each.code} ${placeOf(each).join(':')} ${each.message}`, each]),
  );
  return [...distinct.values()].sort((a, b) => {
    const [line, column] = placeOf(a);
    const [otherLine, otherColumn] = placeOf(b);
    return line - otherLine || column - otherColumn;
  });
}

const placeOf = ({ range }: Diagnostic): readonly [line: number, column: number] => [
  range?.line ?? 0,
  range?.column ?? 0,
];
