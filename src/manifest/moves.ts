import type { Path } from './locate.ts';

/** A part of a document that was moved to where the API wants it: `from` in the file, `to` in the API's form. */
export interface Move {
  readonly to: Path;
  readonly from: Path;
}

/** Where a path of the API's form was written: the longest move that covers it decides, else the document's own root. */
export function writtenPath(path: Path, moves: readonly Move[], root: Path): Path {
  let best: Move | undefined;
  for (const move of moves) {
    if (startsWith(path, move.to) && move.to.length > (best?.to.length ?? -1)) best = move;
  }
  return best ? [...root, ...best.from, ...path.slice(best.to.length)] : [...root, ...path];
}

const startsWith = (path: Path, prefix: Path): boolean =>
  prefix.length <= path.length && prefix.every((segment, index) => segment === path[index]);
