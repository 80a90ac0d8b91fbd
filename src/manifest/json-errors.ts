/** A JSON syntax error with its offset in the text. */
export interface JsonFault {
  readonly message: string;
  readonly offset: number;
}

/** True where the text means to be JSON: JSON is read as the YAML that it is, but its faults are told in JSON's terms. */
export const looksLikeJson = (file: string, text: string): boolean =>
  /\.json$/i.test(file) || /^\s*\{\s*["}]/.test(text);

/**
 * What JSON's own grammar says is wrong with `text`, or undefined where it is valid JSON.
 * The engine's message carries the offset where it knows one, and nothing else that says where.
 */
export function jsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = / at position (\d+)/.exec(message)?.[1];
    const offset = position === undefined ? text.trimEnd().length : Number(position);
    return { message: describe(text, offset), offset };
  }
}

/** The engine's message can quote the text around the fault, and with it a secret: only its place is used. */
function describe(text: string, offset: number): string {
  const found = text.charAt(offset);
  if (found === '') return 'the JSON ends in the middle: a bracket or a quote is not closed';
  const before = text.slice(0, offset).trimEnd().at(-1) ?? '';
  if (found === '"' && /["\d\w}\]]/.test(before)) return 'a comma is missing before this';
  if (before === ',' && (found === '}' || found === ']')) return 'the comma before this is one too many';
  if (found === "'") return 'JSON takes double quotes only';
  if (found === '\n' || found === '\r') return 'a line break inside a JSON string';
  return `\`${found}\` is not expected here in JSON`;
}
