/**
 * A path of an issue as people write it: `messages[0].role`. Not `z.core.toDotPath`: one use of that namespace, and the
 * bundle holds all of zod, its messages in every language too.
 */
export const dotPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
