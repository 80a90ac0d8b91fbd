import { UsageError } from '../../errors.ts';
import { parseJson } from '../../http/json-values.ts';
import { compileExpression } from '../../jmespath.ts';
import { isObject } from '../json.ts';
import { compileTemplate, hasPlaceholder } from './template.ts';

/**
 * What changes a request before it is sent, or an answer before it is shown: a JMESPath expression, or a JSON template with
 * `{{ JMESPath }}` in its texts (`compileTemplate`). Text that is JSON is a template where it is an object or holds a
 * placeholder; everything else is JMESPath, in which `[0]`, `"a name"` and `{a: b}` mean something too.
 *
 * @param text for example `predictions[0]`, or `{"dataframe_records": [{"text": "{{ prompt }}"}]}`
 * @param place where the text was given, for messages
 * @throws UsageError where the text is neither; the function throws one where JMESPath does not fit the value
 */
export function compileTransform(text: string, place = 'the transform'): (value: unknown) => unknown {
  const template = parseJson(text);
  if (isObject(template) || hasPlaceholder(template)) return compileTemplate(template, place);
  if (template === undefined && text.includes('{{') && /^\s*[{["]/.test(text)) {
    throw new UsageError(`${place} is no JSON, as which a template with {{ }} has to be written`, {
      hint: `for example '{"inputs": ["{{ prompt }}"]}'`,
    });
  }
  return compileExpression(text, place);
}
