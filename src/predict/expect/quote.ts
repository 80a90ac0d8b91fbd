/** The most of a value that is shown, in characters. */
const shown = 400;

/** A value as JSON, on one line; a long one is cut in the middle, and says how much is missing there. */
export const quote = (value: unknown): string =>
  cutMiddle(value === undefined ? 'nothing' : JSON.stringify(value), shown);

/** `text` in at most about `length` characters: its beginning and its end. */
export function cutMiddle(text: string, length: number): string {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  const half = Math.floor(length / 2);
  const left = characters.length - 2 * half;
  return `${characters.slice(0, half).join('')} … ${left} characters … ${characters.slice(-half).join('')}`;
}
