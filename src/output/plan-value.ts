import type { ShownValue } from '../plan/types.ts';

/** A value on one line: text as it is where that can't be mistaken, else as JSON. */
export function inlineValue(value: ShownValue | undefined): string {
  if (value === undefined) return '(none)';
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

/** A value over as many lines as it needs, as YAML would have it: `name: gpt`, `- key: team`. */
function valueLines(value: ShownValue): readonly string[] {
  if (isList(value)) return value.length === 0 ? ['[]'] : value.flatMap(itemLines);
  if (typeof value !== 'object' || value === null) return [inlineValue(value)];
  const fields = Object.entries(value);
  return fields.length === 0 ? ['{}'] : fields.flatMap(([name, field]) => fieldLines(name, field));
}

/** A field with its value: beside it, or in the lines below. */
export function fieldLines(name: string, value: ShownValue): readonly string[] {
  if (!isNested(value)) return [`${name}: ${isEmpty(value) ?? inlineValue(value)}`];
  return [`${name}:`, ...indented(valueLines(value))];
}

const itemLines = (item: ShownValue): readonly string[] =>
  valueLines(item).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const isList = (value: ShownValue): value is readonly ShownValue[] => Array.isArray(value);

const isNested = (value: ShownValue): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const isEmpty = (value: ShownValue): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  return isList(value) ? '[]' : '{}';
};

/** Neither empty nor with blanks around it, nor what would be read as something else than a text. */
const isPlain = (text: string): boolean =>
  /^\S(?:.*\S)?$/.test(text) && !/^(?:true|false|null|[-+]?[\d.]+(?:e[-+]?\d+)?|[[{"'].*)$/i.test(text);
