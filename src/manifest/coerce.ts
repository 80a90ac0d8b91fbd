import type { Finding } from './finding.ts';
import type { Path } from './locate.ts';
import { kindOf, quote } from './words.ts';

/**
 * What a scalar of a neighbouring type stands for. Official documents and tools write `"true"`, `"100"` and
 * `entity_version: 1` where the API has the other type, and mean what one expects; a scalar that could mean two
 * things is told.
 */
export interface Coercion {
  readonly value?: unknown;
  readonly finding?: Finding;
  /** What was surely meant where the value is refused all the same: the rules look at that. */
  readonly meant?: unknown;
}

/**
 * @param expected the type that the schema names: `string`, `boolean`, `number` or `int`
 * @param written the scalar as it stands in the file
 * @returns undefined where the two types have nothing in common
 */
export function coerce(path: Path, value: unknown, expected: string, written: string): Coercion | undefined {
  switch (expected) {
    case 'string':
      if (typeof value === 'boolean') return { value: String(value) };
      return typeof value === 'number' ? numberToString(path, value, written) : undefined;
    case 'boolean':
      return typeof value === 'string' ? stringToBoolean(path, value) : undefined;
    case 'int':
    case 'number':
      return typeof value === 'string' ? stringToNumber(path, value, expected) : undefined;
    default:
      return undefined;
  }
}

function numberToString(path: Path, value: number, written: string): Coercion {
  const text = String(value);
  if (text === written) return { value: text };
  // An integer that is written unusually still is that integer; a fraction loses digits in every YAML reader.
  if (Number.isSafeInteger(value) && !written.includes('.')) {
    return {
      value: text,
      finding: warning(path, `${quote(written)} is read as the number ${text}`, `write "${text}" in quotes`),
    };
  }
  return {
    finding: error(
      path,
      `${quote(written)} is read as the number ${text}`,
      `write it in quotes: "${written}"`,
    ),
  };
}

const yes = new Set(['yes', 'on', 'y']);
const no = new Set(['no', 'off', 'n']);

function stringToBoolean(path: Path, text: string): Coercion | undefined {
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') {
    return {
      meant: lower === 'true',
      finding: error(
        path,
        `${quote(text)} in quotes is a text, not a boolean`,
        `write ${lower}, without quotes`,
      ),
    };
  }
  if (!yes.has(text) && !no.has(text)) return undefined;
  const value = yes.has(text);
  return {
    value,
    finding: warning(
      path,
      `${quote(text)} is a text in YAML 1.2, and taken for ${String(value)}`,
      `write ${String(value)}`,
    ),
  };
}

function stringToNumber(path: Path, text: string, expected: 'int' | 'number'): Coercion | undefined {
  const pattern = expected === 'int' ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  if (!pattern.test(text)) return undefined;
  const value = Number(text);
  if (/^-?0\d/.test(text)) {
    return {
      value,
      finding: warning(
        path,
        `${quote(text)} is taken for the number ${String(value)}`,
        `write ${String(value)}`,
      ),
    };
  }
  return { value };
}

const error = (path: Path, message: string, hint: string): Finding => ({
  code: 'ambiguous-scalar',
  severity: 'error',
  path,
  message,
  hint,
});

const warning = (path: Path, message: string, hint: string): Finding => ({
  ...error(path, message, hint),
  severity: 'warning',
});

/** The sentence for a value of the wrong type; the value itself may be a secret and is not repeated. */
export function wrongType(path: Path, name: string, value: unknown, expected: string): Finding {
  const isNothing = value === null;
  return {
    code: 'wrong-type',
    severity: 'error',
    path,
    part: isNothing ? 'key' : 'value',
    message: `${name} must be ${typeNames[expected] ?? `of type ${expected}`}, not ${kindOf(value)}`,
    ...(isNothing && { hint: 'give it a value, or remove the key' }),
  };
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: '`true` or `false`',
  int: 'an integer',
  number: 'a number',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};
