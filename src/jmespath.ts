import { compile, TreeInterpreter } from '@jmespath-community/jmespath';
import { UsageError } from './errors.ts';

type Json = Parameters<typeof TreeInterpreter.search>[1];

/**
 * A JMESPath expression (jmespath.org), ready to be applied to values. What it does not find is null.
 * @param place where the text was given, for messages: `--query`
 * @throws UsageError where the text is none; when it is applied, where a function is given what it can't take
 */
export function compileExpression(text: string, place: string): (value: unknown) => unknown {
  const expression = parse(text, place);
  return (value) => {
    try {
      return TreeInterpreter.search(expression, value as Json);
    } catch (cause) {
      throw new UsageError(`${place} does not fit the value it is applied to: ${reasonOf(cause)}`, { cause });
    }
  };
}

function parse(text: string, place: string): ReturnType<typeof compile> {
  try {
    return compile(text);
  } catch (cause) {
    throw new UsageError(`${place} '${text}' is no JMESPath expression: ${reasonOf(cause)}`, { cause });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
