import type { UnmetExpectation } from '../../errors.ts';

/** An answer, as expectations look at it. */
export interface Observed {
  /** What a person would read of it; JSON where it is no text. */
  readonly text: string;
  /** Whether the answer is one of texts: then what is in the text is the answer, else the body is. */
  readonly isText: boolean;
  /** The body as it came; of a stream what its chunks add up to. */
  readonly body: unknown;
  /** Milliseconds from the request to the end of the answer, waits before further tries and all. */
  readonly totalMs: number;
  /** Milliseconds from the request to the first word; absent where the answer did not come as a stream. */
  readonly firstTokenMs?: number;
}

/** Something that an answer should be; told of an answer, it says what it missed. */
export type Expectation = (answer: Observed) => UnmetExpectation | undefined;

/** All that `answer` misses, in the order of the expectations. */
export const judge = (expectations: readonly Expectation[], answer: Observed): readonly UnmetExpectation[] =>
  expectations.flatMap((expectation) => expectation(answer) ?? []);
