import type { Diagnostic } from '../diagnostics.ts';

/**
 * In the order of the files and of their lines, what has no place first; a value that aliases repeat is told of once.
 * @param files in the order in which they were read
 */
export function inOrder(
  diagnostics: readonly Diagnostic[],
  files: readonly string[] = [],
): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  const rank = new Map(files.map((file, index) => [file, index]));
  const placeOf = ({ range }: Diagnostic): readonly [file: number, line: number, column: number] =>
    range ? [rank.get(range.file) ?? files.length, range.line, range.column] : [-1, 0, 0];
  const distinct = new Map(
    diagnostics.map((each) => [`${each.code} ${placeOf(each).join(':')} ${each.message}`, each]),
  );
  return [...distinct.values()]
    .map((each) => [each, placeOf(each)] as const)
    .sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
    .map(([each]) => each);
}
