import { UsageError } from '../../errors.ts';

// Never asked: it only stands for "the workspace" while the path is parsed.
const base = 'http://workspace.invalid';

/**
 * The path and query to send, escaped. Credentials go to the workspace alone: whatever a URL parser reads as another
 * origin (`https://…`, `//host`, `/\host`) is refused.
 * @throws UsageError for anything that is no path in the workspace
 */
export function readPath(text: string): string {
  const given = /^[a-z][a-z\d+.-]*:/i.test(text) || text.startsWith('/') ? text : `/${text}`;
  const url = URL.canParse(given, base) ? new URL(given, base) : undefined;
  if (url?.origin !== base || url.username !== '' || url.password !== '') {
    throw new UsageError(`'${text}' is not a path in the workspace`, {
      hint: 'give the path alone, such as /api/2.0/serving-endpoints; --target and --profile choose the workspace',
    });
  }
  if (url.hash !== '') {
    throw new UsageError(`'${text}' has a fragment, which is never sent`, {
      hint: "write '%23' for a '#' in a name",
    });
  }
  return url.pathname + url.search;
}
