import { startsWith } from './located.ts';
import type { Path } from './locate.ts';

/** A part of a document that was moved to where the API wants it: `from` in the file, `to` in the API's form. */
export interface Move {
  readonly to: Path;
  readonly from: Path;
}

/** Where a path of the API's form was written: the longest move that covers it decides. */
export const writtenPath = (path: Path, moves: readonly Move[]): Path => follow(path, moves, 'to', 'from');

/** Where a path that was written stands in the API's form. */
export const movedPath = (path: Path, moves: readonly Move[]): Path => follow(path, moves, 'from', 'to');

function follow(path: Path, moves: readonly Move[], here: 'to' | 'from', there: 'to' | 'from'): Path {
  let best: Move | undefined;
  for (const move of moves) {
    if (startsWith(path, move[here]) && move[here].length > (best?.[here].length ?? -1)) best = move;
  }
  return best ? [...best[there], ...path.slice(best[here].length)] : path;
}
