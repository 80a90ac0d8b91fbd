import type { Diagnostic } from '../../diagnostics.ts';
import { InvalidInputError } from '../../errors.ts';
import { parseKept } from '../../http/json-text.ts';
import type { Input } from './input.ts';

/**
 * The JSON value of an input, which is sent as it was written where nothing changes it. A byte order mark is skipped.
 * @throws InvalidInputError that shows where the text stops being JSON, with secrets in the excerpt masked
 */
export async function parseJsonInput(input: Input): Promise<unknown> {
  try {
    return parseKept(new TextDecoder('utf-8', { fatal: true }).decode(input.bytes));
  } catch {
    throw new InvalidInputError([await findFault(input)]);
  }
}

// The engine's own message quotes the text around the fault, and with it maybe a secret.
async function findFault({ file, bytes }: Input): Promise<Diagnostic> {
  const [{ decode }, { sourceText }, { maskedSource }, { jsonFault }] = await Promise.all([
    import('../../manifest/decode.ts'),
    import('../../manifest/source-text.ts'),
    import('../../manifest/mask.ts'),
    import('../../manifest/json-errors.ts'),
  ]);
  const decoded = decode(file, bytes);
  if (!decoded.ok) return decoded.diagnostic;
  const source = sourceText(file, decoded.text);
  const fault = jsonFault(decoded.text) ?? { message: 'this is not JSON', offset: 0 };
  const what =
    decoded.text.trim() === ''
      ? { code: 'json-empty', message: `${file} is empty where JSON is expected` }
      : { code: 'json-syntax', message: fault.message };
  return maskedSource(source, [], { broken: true }).diagnostic(
    'error',
    what,
    source.range(fault.offset, fault.offset + 1),
  );
}
