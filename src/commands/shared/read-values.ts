import type { Context } from '../../context.ts';
import { InvalidInputError, UsageError } from '../../errors.ts';
import { readInput, type Input } from './input.ts';
import { parseJsonInput } from './json-input.ts';

/**
 * The value of a JSON or YAML file (YAML by its name, and on stdin by how it begins).
 * Throws as `readInput` does.
 * @param source a path, or `-` for stdin
 * @param flag for messages: `--params-file`
 * @throws InvalidInputError that shows where the text stops being what it should be
 */
export async function readValueFile(context: Context, source: string, flag: string): Promise<unknown> {
  const input = await readInput(context, source, flag);
  return isYaml(input) ? parseYaml(input) : parseJsonInput(input);
}

/**
 * The entries of a file that holds several: a list in JSON or YAML, a JSON value a line, or rows of CSV (TSV) under a header.
 * The file's name says which; on stdin, and without a known ending, how the text begins. Throws as `readValueFile` does.
 * @param key where the file may hold an object instead: the key that the list stands under
 * @throws UsageError for a file that holds no list
 */
export async function readEntries(
  context: Context,
  source: string,
  flag: string,
  key?: string,
): Promise<readonly unknown[]> {
  const input = await readInput(context, source, flag);
  const [, ending = ''] = /\.(csv|tsv|jsonl|ndjson)$/i.exec(input.file) ?? [];
  if (/sv$/i.test(ending) || (ending === '' && isTable(input, key))) {
    const { csvRows } = await import('../../predict/rows/csv-rows.ts');
    return csvRows(decode(input), { file: input.file, ...(/tsv/i.test(ending) && { delimiter: '\t' }) });
  }
  if (ending !== '' || isLines(input)) return readLines(input);
  const value = isYaml(input) ? await parseYaml(input) : await parseJsonInput(input);
  const list = key !== undefined && isMap(value) ? value[key] : value;
  if (Array.isArray(list)) return list as readonly unknown[];
  throw new UsageError(`${input.file} holds no list`, {
    hint: `${flag} takes a list${key === undefined ? '' : `, or an object with one under '${key}'`}, or a JSON value a line`,
  });
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const decode = ({ bytes }: Input): string => new TextDecoder().decode(bytes);

const beginning = (input: Input): string => decode(input).trimStart().charAt(0);

const isJson = (input: Input): boolean => '[{'.includes(beginning(input) || '[');

const hasEnding = ({ file }: Input): boolean => /\.(ya?ml|json)$/i.test(file);

const isYaml = (input: Input): boolean =>
  /\.ya?ml$/i.test(input.file) || (!hasEnding(input) && !isJson(input));

/** Rows that come without a name are CSV where they can be neither JSON nor, as there is no key, a YAML document. */
const isTable = (input: Input, key: string | undefined): boolean =>
  key === undefined && !hasEnding(input) && !isJson(input);

/** Several objects, a line each, are not one JSON value; they begin alike. */
function isLines(input: Input): boolean {
  if (isYaml(input)) return false;
  const lines = decode(input)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every(isWhole);
}

const isWhole = (line: string): boolean => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};

/** Faults are shown with their line in the file: each line is parsed behind as many line breaks as stand before it. */
async function readLines({ file, bytes }: Input): Promise<readonly unknown[]> {
  const lines = decode({ file, bytes }).split('\n');
  const values: unknown[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const padded = isWhole(line) ? line : `${'\n'.repeat(at)}${line}`;
    values.push(await parseJsonInput({ file, bytes: Buffer.from(padded) }));
  }
  return values;
}

async function parseYaml({ file, bytes }: Input): Promise<unknown> {
  const { parse } = await import('../../manifest/parse.ts');
  const { documents, diagnostics } = parse(file, bytes);
  const [document] = documents;
  if (diagnostics.length > 0 || document === undefined) throw new InvalidInputError(diagnostics);
  if (documents.length > 1) throw new UsageError(`${file} holds ${documents.length} documents, not one`);
  return document.value;
}
