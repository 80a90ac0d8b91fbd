import { closest } from '#schemas/closest.ts';
import { fieldsOf } from '#schemas/fields.ts';
import { EndpointAsWritten } from '#schemas/manifest/flat.ts';
import { UsageError } from '../../errors.ts';
import { codes } from '../../manifest/rules/codes.ts';

/** The error for a word that is neither a code nor a field, with what was probably meant. */
export function notExplained(word: string): UsageError {
  const fields = [...fieldsOf(EndpointAsWritten)];
  const meant =
    closest(word, Object.keys(codes)) ??
    closest(
      word.split('.').at(-1) ?? word,
      fields.map(({ name }) => name),
    );
  return new UsageError(`'${word}' is neither a code nor a field`, {
    hint:
      meant === undefined
        ? 'codes stand in brackets in what validate prints; fields are those of servectl schema endpoint'
        : `did you mean ${meant}?`,
  });
}
