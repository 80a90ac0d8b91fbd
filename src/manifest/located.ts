import type { Diagnostic, Severity, SourceRange } from '../diagnostics.ts';
import type { Part, Path } from './locate.ts';

/** What is said about a place. */
export interface Saying {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Where in a file a part of a value is written. */
export interface Origin {
  readonly file: string;
  /** Of the documents in the file, counted from 0, empty ones too. */
  readonly document: number;
  readonly path: Path;
}

/** A value that came out of a file, or of several, and knows where each part of it stands. */
export interface Located {
  readonly value: unknown;
  /** False where no `${` stands in any text that the value came from. */
  readonly mayHoldVariables: boolean;
  readonly locate: (path: Path, part: Part) => SourceRange;
  readonly origin: (path: Path) => Origin;
  /** A scalar as it was written, without quotes around it: `1.10` where the value is 1.1. */
  readonly textOf: (path: Path) => string;
  /** What is said about a place, with the place and the line that it stands in. */
  readonly say: (saying: Saying, path: Path, part: Part) => Diagnostic;
}

/** A part of a value that came from elsewhere: `to` in the value, `from` in the document that has it. */
export interface Patch {
  readonly to: Path;
  readonly source: Located;
  readonly from: Path;
}

/** The part of `source` at `root`, under a value that was made of it and of parts of other documents. */
export function overlay(
  source: Located,
  root: Path,
  value: unknown,
  patches: readonly Patch[] = [],
): Located {
  const origin = (path: Path): readonly [Located, Path] => {
    let best: Patch | undefined;
    // The later of two wins, as it did in the value.
    for (const patch of patches) {
      if (startsWith(path, patch.to) && patch.to.length >= (best?.to.length ?? 0)) best = patch;
    }
    return best ? [best.source, [...best.from, ...path.slice(best.to.length)]] : [source, [...root, ...path]];
  };
  return {
    value,
    mayHoldVariables: source.mayHoldVariables || patches.some((patch) => patch.source.mayHoldVariables),
    locate: (path, part) => {
      const [from, at] = origin(path);
      return from.locate(at, part);
    },
    origin: (path) => {
      const [from, at] = origin(path);
      return from.origin(at);
    },
    textOf: (path) => {
      const [from, at] = origin(path);
      return from.textOf(at);
    },
    say: (saying, path, part) => {
      const [from, at] = origin(path);
      return from.say(saying, at, part);
    },
  };
}

export const startsWith = (path: Path, prefix: Path): boolean =>
  prefix.length <= path.length && prefix.every((segment, index) => segment === path[index]);
