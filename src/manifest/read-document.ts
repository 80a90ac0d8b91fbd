import type { EndpointDocument, EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
import { type Diagnostic, hasErrors } from '../diagnostics.ts';
import { checkDocument } from './check.ts';
import { collect, type Collected, type CollectSettings } from './collect.ts';
import { inOrder } from './in-order.ts';
import type { ManifestDocument } from './manifest-document.ts';
import { parse } from './parse.ts';
import type { RuleContext } from './rules/rule.ts';
import { unusedVariables } from './variables/unused.ts';

export interface SourceFile {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What the variables in a file may name. */
export type Variables = Pick<CollectSettings, 'env' | 'given'>;
type UsedVariables = Pick<CollectSettings, 'env' | 'given' | 'used'>;

const noVariables: Variables = { env: {}, given: new Map() };

/** The one file, by itself. */
export const collectFile = ({ file, bytes }: SourceFile, variables: UsedVariables): Collected =>
  collect([{ ...parse(file, bytes), isFound: false, bundle: file }], variables);

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
export const readEndpoint = (
  source: SourceFile,
  name?: string,
  variables = noVariables,
): ReadDocument<EndpointDocument> =>
  readOne<EndpointDocument>(
    source,
    { purpose: 'create', alone: true, ...(name !== undefined && { name }) },
    variables,
  );

/** Reads and checks changes to the endpoint `name`: any part of one. */
export const readUpdate = (
  source: SourceFile,
  name: string,
  variables = noVariables,
): ReadDocument<EndpointUpdateDocument> =>
  readOne<EndpointUpdateDocument>(source, { purpose: 'update', alone: true, name }, variables);

function readOne<T>(source: SourceFile, context: RuleContext, variables: Variables): ReadDocument<T> {
  const used = new Set<string>();
  const { endpoints: documents, diagnostics: found } = collectFile(source, { ...variables, used });
  const chosen = choose(documents, context.name);
  const checked = documents.map((document) =>
    // The endpoints that are not chosen are checked too: all problems of a file are told at once.
    checkDocument(document, document === chosen ? context : { purpose: context.purpose, alone: true }),
  );
  const all = [
    ...found,
    ...(chosen || (documents.length === 0 && hasErrors(found)) ? [] : countFindings(source.file, documents)),
    ...checked.flatMap((each) => each.diagnostics),
  ];
  const diagnostics = inOrder([...all, ...unusedVariables(variables.given, used, all)]);
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
