import type { Diagnostic, SourceRange } from '../diagnostics.ts';
import type { Finding } from './finding.ts';
import { partAt } from './immutable.ts';
import type { Located, Origin } from './located.ts';
import type { Part, Path } from './locate.ts';
import { type Move, movedPath, writtenPath } from './moves.ts';
import type { Interpolated, Unresolved } from './variables/interpolate.ts';
import { quote } from './words.ts';

/** An endpoint as files declare it, brought to the form of the API's create request, not yet checked. */
export interface ManifestDocument {
  readonly value: Readonly<Record<string, unknown>>;
  /** The bundle's engine, and we, refuse to delete or replace it. */
  readonly preventDestroy: boolean;
  /** Where values are missing, in paths of `value`: variables still stand there. */
  readonly unresolved: readonly Unresolved[];
  /** Texts that came from the environment or a file of variables, and are not to be shown. */
  readonly hidden: ReadonlyMap<string, string>;
  /** Where a path of `value` stands in the file, whatever form the file has. */
  readonly locate: (path: Path, part: Part) => SourceRange;
  /** Where a path of `value` is written, in the form that the file has. */
  readonly origin: (path: Path) => Origin;
  /** A scalar as it was written: `1.10` where the value is 1.1. */
  readonly textOf: (path: Path) => string;
  /** Gives a finding its place in the file and its excerpt. */
  readonly report: (finding: Finding) => Diagnostic;
}

interface Parts {
  readonly source: Located;
  readonly value: Readonly<Record<string, unknown>>;
  /** What of it stands elsewhere in `source` than in `value`. */
  readonly moves?: readonly Move[];
  readonly interpolated?: Interpolated | undefined;
  readonly preventDestroy?: boolean;
}

const nothingHidden: ReadonlyMap<string, string> = new Map();

export function manifestDocument(parts: Parts): ManifestDocument {
  const { source, value, moves = [], interpolated, preventDestroy = false } = parts;
  const written = (path: Path): Path => writtenPath(path, moves);
  const conceal = concealer(interpolated?.hidden);
  return {
    value,
    preventDestroy,
    hidden: interpolated?.hidden ?? nothingHidden,
    unresolved: (interpolated?.unresolved ?? []).map((each) => {
      const path = movedPath(each.path, moves);
      return { ...each, path, finding: { ...each.finding, path } };
    }),
    locate: (path, part) => source.locate(written(path), part),
    origin: (path) => source.origin(written(path)),
    textOf: (path) => {
      const at = written(path);
      return (interpolated && filledText(interpolated, at)) ?? source.textOf(at);
    },
    report: ({ severity, path, part = 'value', code, message, hint }) =>
      source.say(
        {
          severity,
          code,
          message: conceal(message),
          ...(hint !== undefined && { hint: conceal(hint) }),
        },
        written(path),
        part,
      ),
  };
}

/** The text of a scalar that a variable has brought, itself or as a part of what it stands for. */
function filledText({ filled, texts, value }: Interpolated, path: Path): string | undefined {
  if (filled.size === 0) return undefined;
  const isFilled = path.some((_, index) => filled.has(JSON.stringify(path.slice(0, index + 1))));
  return isFilled ? (texts.get(JSON.stringify(path)) ?? String(partAt(value, path))) : undefined;
}

/** A message names what it speaks of; where that came from the environment, it names the variable in its place. */
function concealer(hidden: Interpolated['hidden'] | undefined): (text: string) => string {
  if (!hidden || hidden.size === 0) return (text) => text;
  const longestFirst = [...hidden].sort(([one], [other]) => other.length - one.length);
  return (text) =>
    longestFirst.reduce((rest, [value, shown]) => {
      const said = `\`${shown}\``;
      return rest.replaceAll(quote(value), () => said).replaceAll(`\`${value}\``, () => said);
    }, text);
}
