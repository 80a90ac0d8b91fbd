import type { Reference } from './template.ts';

/** What a reference stands for. */
export type Resolution =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      /** A scalar as it was written where the variable got its value: `1.10` where the value is 1.1. */
      readonly text?: string;
      /** The value may be a secret (it came from the environment or from a file of variables) and is not to be shown. */
      readonly isHidden: boolean;
    }
  /** Nobody has given it a value. */
  | { readonly kind: 'undefined'; readonly code: string; readonly message: string; readonly hint?: string }
  /** It has a value that nobody can know yet: before a workspace was asked, or before something was deployed. */
  | { readonly kind: 'unknown'; readonly message: string; readonly hint?: string };

export type Resolve = (reference: Reference) => Resolution;
