import { compile, TreeInterpreter } from '@jmespath-community/jmespath';
import { UsageError } from '../errors.ts';

type Json = Parameters<typeof TreeInterpreter.search>[1];

/**
 * A JMESPath expression (jmespath.org), ready to be applied to values.
 * @throws UsageError where the text is none
 */
export function compileQuery(text: string): (value: unknown) => unknown {
  const expression = parse(text);
  return (value) => {
    try {
      return TreeInterpreter.search(expression, value as Json);
    } catch (cause) {
      throw new UsageError(`--query does not fit the result: ${reasonOf(cause)}`, { cause });
    }
  };
}

function parse(text: string): ReturnType<typeof compile> {
  try {
    return compile(text);
  } catch (cause) {
    throw new UsageError(`--query '${text}' is no JMESPath expression: ${reasonOf(cause)}`, {
      cause,
      hint: "for example --query '[].name' or --query 'state.ready'",
    });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
