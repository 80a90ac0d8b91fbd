import { compileExpression } from '../../jmespath.ts';
import { UsageError } from '../../errors.ts';
import { isObject } from '../json.ts';

type Expression = (value: unknown) => unknown;

/** A piece of a text in a template: as it stands, or what an expression finds. */
type Segment = string | Expression;

/**
 * A JSON value whose texts may hold `{{ JMESPath }}`, ready to be filled. A text that is one whole placeholder becomes what
 * the expression finds, of whatever type; in any other text what is found stands as text: nothing where it is null, JSON
 * where it is a list or an object. Keys hold no placeholders. Two braces of one's own are written `{{ '{{' }}`.
 * @param place where the template was given, for messages
 * @throws UsageError for a placeholder that is left open or holds no JMESPath
 */
export function compileTemplate(template: unknown, place: string): Expression {
  if (typeof template === 'string') return compileText(template, place);
  if (Array.isArray(template)) {
    const items = template.map((item) => compileTemplate(item, place));
    return (value) => items.map((item) => item(value));
  }
  if (!isObject(template)) return () => template;
  const fields = Object.entries(template).map(
    ([key, field]) => [key, compileTemplate(field, place)] as const,
  );
  return (value) => Object.fromEntries(fields.map(([key, field]) => [key, field(value)]));
}

/** True where a text in the value holds a placeholder. */
export const hasPlaceholder = (template: unknown): boolean => {
  if (typeof template === 'string') return template.includes('{{');
  return typeof template === 'object' && template !== null && Object.values(template).some(hasPlaceholder);
};

function compileText(text: string, place: string): Expression {
  const segments = [...divide(text, place)];
  const [only] = segments;
  if (segments.length === 1 && typeof only === 'function') return only;
  return (value) =>
    segments.map((segment) => (typeof segment === 'string' ? segment : asText(segment(value)))).join('');
}

function* divide(text: string, place: string): Generator<Segment> {
  let at = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', at)) {
    if (open > at) yield text.slice(at, open);
    const { expression, end } = readPlaceholder(text, open, place);
    yield expression;
    at = end;
  }
  if (at < text.length) yield text.slice(at);
}

/** An expression may hold braces of its own: the first `}}` ends it that leaves a JMESPath expression before it. */
function readPlaceholder(
  text: string,
  open: number,
  place: string,
): { readonly expression: Expression; readonly end: number } {
  let fault: UsageError | undefined;
  for (let close = text.indexOf('}}', open); close !== -1; close = text.indexOf('}}', close + 1)) {
    try {
      const expression = compileExpression(text.slice(open + 2, close).trim(), place);
      return { expression, end: close + 2 };
    } catch (error) {
      // The shortest attempt is what was most likely meant.
      if (error instanceof UsageError) fault ??= error;
    }
  }
  throw fault ?? new UsageError(`${place}: '${text.slice(open)}' is a placeholder without its }}`);
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
