import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Comparable } from '../normalize.ts';
import type { DocumentPath } from '../types.ts';

/** An endpoint as a manifest would declare it. */
export interface ExportedDocument {
  readonly document: EndpointDocument;
  /** What a reader has to know of a place. */
  readonly remarks: readonly Remark[];
}

export interface Remark {
  readonly at: DocumentPath;
  /** One sentence, without a full stop. */
  readonly text: string;
}

/** One change to a document, in paths of the API's form. */
export type Edit =
  | {
      readonly kind: 'set';
      /** An index past the end of a list appends. */
      readonly at: DocumentPath;
      readonly value: unknown;
      /** Of places inside the value. */
      readonly remarks: readonly Remark[];
    }
  | { readonly kind: 'remove'; readonly at: DocumentPath }
  /** The items of a list as they shall stand: indexes of those that are there and of those that are appended. */
  | { readonly kind: 'arrange'; readonly at: DocumentPath; readonly order: readonly number[] };

/** A document and what is exported, both to be compared. */
export interface BothSides {
  /** The document, in the form of comparisons. */
  readonly desired: Comparable;
  /** What is exported, in that form. */
  readonly wanted: Comparable;
}
