import { looksLikeRawKey } from '#schemas/secret-reference.ts';

/** What a value is, in words: for sentences that must not repeat the value itself. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a number';
    case 'boolean':
      return `\`${String(value)}\``;
    default:
      return 'a map';
  }
}

/** A value of the user's inside a sentence: never a key, never long, never more than one line. */
export function quote(value: string): string {
  if (looksLikeRawKey(value)) return '`***`';
  const line = value.replace(/\s+/g, ' ');
  return line.length > 64 ? `\`${line.slice(0, 63)}…\`` : `\`${line}\``;
}

/** `a`, `b` and `c`. */
export function listOf(words: readonly string[], conjunction: 'and' | 'or'): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${conjunction} ${last}`;
}
