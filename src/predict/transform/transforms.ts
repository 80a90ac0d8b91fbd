import type { JsonObject } from '../json.ts';

/** What changes a request before it is sent, and an answer before it is shown and judged. */
export interface Transforms {
  readonly input?: (body: JsonObject) => Promise<JsonObject>;
  /** Takes the body of an answer that reports no error. */
  readonly output?: (answer: unknown) => Promise<unknown>;
  /** True where the output is made of the whole answer: a stream is shown when it has ended. */
  readonly needsWhole: boolean;
}
