import type { Severity } from '../diagnostics.ts';
import type { Part, Path } from './locate.ts';

/** What a check says about a document, before it is known where in the file that stands. */
export interface Finding {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** In the API's form of the document. */
  readonly path: Path;
  /** What the caret stands under. Default: the value. */
  readonly part?: Part;
  readonly message: string;
  readonly hint?: string;
}

/** `config.served_entities[0].name`, as people write it. */
export function formatPath(path: Path): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}

/** What a path names, inside a sentence: the nearest key, and which of a list's items. */
export function labelOf(path: Path): string {
  const index = path.findLastIndex((segment) => typeof segment === 'string');
  if (index === -1) return path.length === 0 ? 'the document' : `item ${Number(path[0]) + 1} of the document`;
  const key = `\`${String(path[index])}\``;
  const item = path[index + 1];
  return item === undefined ? key : `item ${Number(item) + 1} of ${key}`;
}
