import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Severity } from '../../diagnostics.ts';
import type { Finding } from '../finding.ts';
import type { RuleCode } from './codes.ts';

/**
 * A document that may lack anything: what was not written, and what was written in a wrong type and told already.
 * A rule looks at what is there.
 */
export type Partly<T> = T extends string
  ? T
  : T extends readonly (infer Item)[]
    ? readonly (Partly<Item> | undefined)[]
    : T extends object
      ? { readonly [Key in keyof T]?: Partly<T[Key]> | undefined }
      : T;

export type PartialEndpoint = Partly<EndpointDocument>;

export interface RuleContext {
  /** `create`: the document is a whole endpoint; `update`: any part of one. */
  readonly purpose: 'create' | 'update';
  /** The endpoint's name as the command line gives it. */
  readonly name?: string;
  /** The command makes or changes the endpoint alone, and leaves its secrets to others. */
  readonly alone?: true;
}

/** A pure look at a document. Rules don't know of each other. */
export type Rule = (document: PartialEndpoint, context: RuleContext) => Iterable<RuleFinding>;

/** A rule names its code; how grave that is, the registry says, unless one case of it is graver. */
export type RuleFinding = Omit<Finding, 'severity' | 'code'> & {
  readonly code: RuleCode;
  readonly severity?: Severity;
};

/** The items of a list that could be read, with their indexes. */
export function* items<T>(list: readonly T[] | undefined): Generator<[index: number, item: NonNullable<T>]> {
  if (!list) return;
  for (const [index, item] of list.entries()) {
    if (item !== undefined && item !== null) yield [index, item];
  }
}
