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
 * The engine's message is no help: it may quote a secret from around the fault, and often doesn't say where that is.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const offset = faultOffset(text);
  return offset === undefined ? undefined : { message: describe(text, offset), offset };
}

function describe(text: string, offset: number): string {
  const found = text.slice(offset).trimStart().charAt(0);
  if (found === '') return 'the JSON ends in the middle: a bracket or a quote is not closed';
  const before = text.slice(0, offset).trimEnd().at(-1) ?? '';
  if (found === '"' && /["\d\w}\]]/.test(before)) return 'a comma is missing before this';
  if (before === ',' && (found === '}' || found === ']')) return 'the comma before this is one too many';
  if (found === "'") return 'JSON takes double quotes only';
  if (text.charAt(offset) === '\n' || text.charAt(offset) === '\r')
    return 'a line break inside a JSON string';
  return `\`${found}\` is not expected here in JSON`;
}

const space = /[ \t\n\r]*/y;
const plainText = /[ !#-[\]-\uffff]+/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or the end';

/** The first place that no JSON could go on from; the end of the text where it only stops too early. */
function faultOffset(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  /** As far as it is right, without the closing quote. In steps: one expression for all would recurse over megabytes. */
  const skipOpenString = (): void => {
    at += 1;
    while (skip(plainText) || skip(escape));
  };
  const close = (): void => {
    open.pop();
    at += 1;
    expected = ', or the end';
  };

  for (;;) {
    skip(space);
    const found = text.charAt(at);
    if (found === '') {
      return expected === ', or the end' && open.length === 0 ? undefined : text.trimEnd().length;
    }
    switch (expected) {
      case 'value':
      case 'value or ]':
        if (found === '{' || found === '[') {
          open.push(found);
          at += 1;
          expected = found === '{' ? 'key or }' : 'value or ]';
        } else if (found === ']' && expected === 'value or ]') {
          close();
        } else if (found === '"') {
          skipOpenString();
          if (text.charAt(at) !== '"') return at;
          at += 1;
          expected = ', or the end';
        } else {
          if (!skip(scalar)) return at;
          expected = ', or the end';
        }
        break;
      case 'key':
      case 'key or }':
        if (found === '}' && expected === 'key or }') {
          close();
          break;
        }
        if (found !== '"') return at;
        skipOpenString();
        if (text.charAt(at) !== '"') return at;
        at += 1;
        expected = ':';
        break;
      case ':':
        if (found !== ':') return at;
        at += 1;
        expected = 'value';
        break;
      case ', or the end':
        if (found === ',' && open.length > 0) {
          at += 1;
          expected = open.at(-1) === '{' ? 'key' : 'value';
        } else if (open.length > 0 && found === (open.at(-1) === '{' ? '}' : ']')) {
          close();
        } else {
          return at;
        }
        break;
    }
  }
}
