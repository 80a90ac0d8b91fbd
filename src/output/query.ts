import { UsageError } from '../errors.ts';
import { compileExpression } from '../jmespath.ts';

/**
 * The JMESPath expression of `--query`, ready to be applied to results.
 * @throws UsageError where the text is none
 */
export function compileQuery(text: string): (value: unknown) => unknown {
  try {
    return compileExpression(text, '--query');
  } catch (error) {
    throw error instanceof UsageError
      ? error.advise("for example --query '[].name' or --query 'state.ready'")
      : error;
  }
}
