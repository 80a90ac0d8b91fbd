import type * as z from 'zod';
import { Document, isMap, isScalar, type Node, type Pair, Scalar, type ToStringOptions, visit } from 'yaml';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { isRecord, structureOf } from '#schemas/structure.ts';
import type { Path } from './locate.ts';

/** A document to be printed. */
export interface Printable {
  readonly document: Readonly<Record<string, unknown>>;
  /** Each is printed above its place. */
  readonly remarks?: readonly { readonly at: Path; readonly text: string }[];
}

/** How manifests are written: nothing is folded, so that a line of a text stays a line. */
export const layout = { lineWidth: 0 } as const;

/**
 * Endpoint documents as one YAML text, one after the other with `---` between them. Keys stand in the order of the
 * schema, texts are quoted only where YAML would take them for something else, and what is read back is what was given.
 */
export const printDocuments = (documents: readonly Printable[]): string =>
  documents.map((each) => textOf(toYaml(each))).join('---\n');

/** A YAML document with its remarks in place. */
export function toYaml({ document, remarks = [] }: Printable): Document {
  const yaml = new Document(inSchemaOrder(document), { aliasDuplicateObjects: false });
  quoteWhatNeedsIt(yaml.contents);
  for (const { at, text } of remarks) addRemark(yaml, at, text);
  return yaml;
}

export const textOf = (document: Document, style: ToStringOptions = layout): string =>
  escapeControls(document.toString(style));

/** The document with its keys in the order in which the schema has them; keys that it doesn't know come last. */
export const inSchemaOrder = (
  document: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  ordered(document, EndpointDocument) as Readonly<Record<string, unknown>>;

function ordered(value: unknown, schema: z.core.$ZodType | undefined): unknown {
  const structure = schema && structureOf(schema, value);
  if (Array.isArray(value)) {
    const rest = structure?.kind === 'array' ? structure.rest : undefined;
    return (value as unknown[]).map((item) => ordered(item, rest));
  }
  if (!isRecord(value)) return value;
  const shape = structure?.kind === 'object' ? structure.shape : {};
  const known = Object.keys(shape).filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(
    [...new Set([...known, ...Object.keys(value)])].map((name) => [
      name,
      ordered(value[name], Object.hasOwn(shape, name) ? shape[name] : undefined),
    ]),
  );
}

/** Above the key at a place; of a map, above its own key. */
function addRemark(document: Document, at: Path, text: string): void {
  const parent: unknown = document.getIn(at.slice(0, -1), true) ?? document.contents;
  if (!isMap(parent)) return;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === at.at(-1)) as
    Pair<Node> | undefined;
  if (pair) pair.key.commentBefore = ` ${text}`;
}

/** Characters that a plain YAML text would lose, or that drive terminals. */
const unprintable = /(?!\n)[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u;
/** What older parsers of YAML read as booleans or dates, and the key that merges. */
const otherwiseRead = /^(?:y|yes|n|no|on|off|<<|\d{4}-\d\d?-\d\d?.*)$/i;
/** Where lines begin or end in blanks, a block of lines is read as another text. */
const fragileLines = /^\s[^]*\n|[ \t]\n|\n\s*[ \t]$/;

function quoteWhatNeedsIt(root: Node | null): void {
  visit(root, {
    Scalar: (_, node) => {
      const { value } = node;
      if (typeof value !== 'string') return;
      if ([unprintable, otherwiseRead, fragileLines].some((pattern) => pattern.test(value))) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
}

/** Inside double quotes, where alone such characters stand by now. */
const escapeControls = (text: string): string =>
  text.replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
