import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { readInput } from '../shared/input.ts';

/** Databricks takes a secret of at most 128 KB. */
const maxBytes = 128 * 1024;

/** Where the value of a secret comes from, as the flags of `secrets put` say it. */
export interface SecretSource {
  readonly stringValue?: string;
  readonly fromEnv?: string;
  readonly fromFile?: string;
  readonly keepNewline?: boolean;
}

/** The value as the API takes it: text where the bytes are UTF-8, else base64. */
export type SecretValue = { readonly string_value: string } | { readonly bytes_value: string };

/**
 * Reads the value from the one source that was named; with none named, from a hidden prompt on a terminal, else from stdin.
 * The value itself is never part of a message.
 * @throws UsageError where two sources are named, where the source has nothing, or more than Databricks takes
 * @throws InvalidInputError for a file that can't be read
 */
export async function readSecretValue(context: Context, source: SecretSource): Promise<SecretValue> {
  refuseContradictions(source);
  const bytes = await readBytes(context, source);
  const origin = describeSource(source);
  if (bytes.length === 0) {
    throw new UsageError(`the value from ${origin} is empty`, {
      hint: `'servectl secrets delete' takes a secret away`,
    });
  }
  if (bytes.length > maxBytes) {
    throw new UsageError(
      `the value from ${origin} is larger than ${maxBytes} bytes, the most that a secret holds`,
    );
  }
  const value = toSecretValue(bytes);
  context.secrets.add('string_value' in value ? value.string_value : value.bytes_value);
  return value;
}

/** Exactly the bytes given: a byte order mark stays, and what is no UTF-8 travels as base64. */
export function toSecretValue(bytes: Uint8Array): SecretValue {
  try {
    return { string_value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { bytes_value: Buffer.from(bytes).toString('base64') };
  }
}

/** `echo` and `<<<` end a value with a newline that nobody means. */
function trimOneNewline(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}

function refuseContradictions(source: SecretSource): void {
  const named = [
    ...(source.stringValue === undefined ? [] : ['--string-value']),
    ...(source.fromEnv === undefined ? [] : ['--from-env']),
    ...(source.fromFile === undefined ? [] : ['--from-file']),
  ];
  if (named.length > 1) {
    throw new UsageError(`${named.join(' and ')} exclude each other: a secret has one value`);
  }
  if (source.keepNewline && named[0] !== undefined) {
    throw new UsageError(
      `--keep-newline is for a value piped into stdin: ${named[0]} is always taken as it is`,
    );
  }
}

async function readBytes(context: Context, source: SecretSource): Promise<Uint8Array> {
  const { stringValue, fromEnv, fromFile } = source;
  if (stringValue !== undefined) {
    context.notes.warn(
      '--string-value shows the secret in the process list and the shell history; stdin, --from-env and --from-file do not',
    );
    return Buffer.from(stringValue);
  }
  if (fromEnv !== undefined) return Buffer.from(await variable(context, fromEnv));
  if (fromFile !== undefined) return (await readInput(context, fromFile, '--from-file')).bytes;
  if (context.host.stdin.isTTY) return fromTerminal(context, source);
  return fromPipe(context, source);
}

async function variable(context: Context, name: string): Promise<string> {
  const value = (await context.env())[name];
  if (value !== undefined) return value;
  throw new UsageError('--from-env names a variable that is not set', {
    hint: 'it takes the name of an environment variable, not a value',
  });
}

async function fromTerminal(context: Context, source: SecretSource): Promise<Uint8Array> {
  if (source.keepNewline) {
    throw new UsageError('--keep-newline is for a value piped into stdin, and stdin is a terminal');
  }
  const { askHidden } = await import('../../terminal/prompt.ts');
  return Buffer.from(await askHidden(context, 'Value: ', '--from-env or --from-file'));
}

async function fromPipe(context: Context, source: SecretSource): Promise<Uint8Array> {
  const { bytes } = await readInput(context, '-', 'secrets put');
  if (source.keepNewline) return bytes;
  const trimmed = trimOneNewline(bytes);
  if (trimmed.length < bytes.length) {
    context.notes.info('trimmed one newline at the end of the value (--keep-newline keeps it)');
  }
  return trimmed;
}

function describeSource({ stringValue, fromEnv, fromFile }: SecretSource): string {
  if (stringValue !== undefined) return '--string-value';
  if (fromEnv !== undefined) return `the environment variable ${fromEnv}`;
  if (fromFile !== undefined && fromFile !== '-') return `the file ${fromFile}`;
  return 'stdin';
}
