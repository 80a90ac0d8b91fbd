/**
 * A run of at most 12 letters, digits and underscores, or any other single character, each with the white space
 * before it; white space at the end is a token of its own. The tokens of a text always join to the text.
 */
const token = /\s*(?:[\p{L}\p{M}\p{N}_]{1,12}|\S)|\s+/gu;

/** The pieces in which the local models stream, count and cut: `"Hello, world"` → `["Hello", ",", " world"]`. */
export const tokenize = (text: string): readonly string[] => text.match(token) ?? [];

/** How many tokens the local models count in `text`. It is no provider's tokenizer: only stable, and near in size. */
export const countTokens = (text: string): number => tokenize(text).length;
