import type { Diagnostic, SourceRange } from '../diagnostics.ts';
import type { Finding } from './finding.ts';
import type { Part, Path } from './locate.ts';
import { type Move, writtenPath } from './moves.ts';
import type { LocatedDocument } from './parse.ts';

/** An endpoint as a file declares it, brought to the form of the API's create request, not yet checked. */
export interface ManifestDocument {
  readonly value: Readonly<Record<string, unknown>>;
  /** Where a path of `value` stands in the file, whatever form the file has. */
  readonly locate: (path: Path, part: Part) => SourceRange;
  /** A scalar as it was written: `1.10` where the value is 1.1. */
  readonly textOf: (path: Path) => string;
  /** Gives a finding its place in the file and its excerpt. */
  readonly report: (finding: Finding) => Diagnostic;
}

/** `root`: where the endpoint stands in the file; `moves`: what of it stands elsewhere than in `value`. */
export function manifestDocument(
  source: LocatedDocument,
  value: Readonly<Record<string, unknown>>,
  root: Path,
  moves: readonly Move[],
): ManifestDocument {
  const written = (path: Path): Path => writtenPath(path, moves, root);
  return {
    value,
    locate: (path, part) => source.locate(written(path), part),
    textOf: (path) => source.textOf(written(path)),
    report: ({ severity, path, part = 'value', code, message, hint }) => ({
      ...source.source.diagnostic(
        severity,
        { code, message, ...(hint !== undefined && { hint }) },
        source.locate(written(path), part),
      ),
      path: written(path),
    }),
  };
}
