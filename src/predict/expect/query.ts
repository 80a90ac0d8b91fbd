import { UsageError } from '../../errors.ts';
import { compileExpression } from '../../jmespath.ts';
import type { Expectation } from './expectation.ts';
import { quote } from './quote.ts';

/**
 * The JMESPath expression holds of the body: its result is neither false nor null, nor an empty text, list or object
 * (jmespath.org, "Or Expressions").
 * @throws UsageError where `text` is no expression
 */
export function expectQuery(text: string): Expectation {
  const search = compileExpression(text, '--expect-query');
  return ({ body }) => {
    const result = find(search, body);
    if ('value' in result && isTrue(result.value)) return undefined;
    const got = 'value' in result ? quote(result.value) : result.problem;
    return { flag: '--expect-query', expected: `${text} to hold`, got: `${got}, of ${quote(body)}` };
  };
}

/** A function that is given what it can't take, as `length(null)` is, says that the answer is not what was expected. */
function find(
  search: (value: unknown) => unknown,
  body: unknown,
): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: search(body) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { cause } = error;
    return { problem: `an error (${cause instanceof Error ? cause.message : error.message})` };
  }
}

function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
