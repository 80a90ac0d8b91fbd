import { InvalidArgumentError } from 'commander';

/** A flag's value that counts something: a whole number above 0. */
export function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
