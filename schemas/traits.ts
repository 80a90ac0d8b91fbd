import * as z from 'zod';

/**
 * What a field is beyond its type, where a later step has to know. JSON Schema's own words (`deprecated`,
 * `writeOnly`, `readOnly`) stay in the schema's metadata.
 */
export interface FieldTraits {
  /**
   * `reference`: holds one `{{secrets/scope/key}}` and nothing else; `plaintext`: holds the credential itself,
   * write-only, to be masked everywhere; `maybe-reference`: holds a text or one whole reference.
   */
  readonly secret?: 'reference' | 'plaintext' | 'maybe-reference';
  /** Set when the endpoint is created, and never again: another value means another endpoint. */
  readonly createOnly?: {
    /** Where that is known from: the REST reference, or the behaviour of the official tools. */
    readonly source: 'documented' | 'tools';
  };
}

export const fieldTraits = z.registry<FieldTraits>();

/** Marks a field that can be set on creation only. */
export function createOnly<T extends z.ZodType>(field: T, source: 'documented' | 'tools'): T {
  fieldTraits.add(field, { createOnly: { source } });
  return field;
}
