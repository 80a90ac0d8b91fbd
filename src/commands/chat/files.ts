import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../context.ts';
import { ServectlError, UsageError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { type Message, readMessages } from '../../predict/chat/message.ts';
import { replaceFile } from '../endpoints/export/replace-file.ts';
import { readInput } from '../shared/input.ts';
import { parseJsonInput } from '../shared/json-input.ts';

/**
 * The messages of a saved conversation.
 * @throws InvalidInputError for a file that can't be read or is no JSON
 * @throws UsageError where it holds no messages
 */
export async function loadMessages(context: Context, file: string): Promise<readonly Message[]> {
  if (file === '-') {
    throw new UsageError('--load - would read stdin, which is what you say', { hint: 'name a file' });
  }
  const value = await parseJsonInput(await readInput(context, file, '--load'));
  try {
    return readMessages(value);
  } catch (error) {
    if (!(error instanceof UsageError) || error.hint === undefined) throw error;
    throw new UsageError(`${file}: ${error.message}`, { hint: error.hint });
  }
}

/**
 * Writes messages as `--load` reads them.
 * @param mayReplace asked where there is a file of that name; false leaves it as it is
 * @returns whether it was written
 * @throws ServectlError where it can't be written
 */
export async function saveMessages(
  { host }: Pick<Context, 'host'>,
  messages: readonly Message[],
  file: string,
  mayReplace: () => Promise<boolean>,
): Promise<boolean> {
  // No shell stands between the prompt and us.
  const expanded = file.startsWith('~/') ? path.join(host.home, file.slice(2)) : file;
  const target = path.resolve(host.cwd, expanded);
  const text = `${JSON.stringify(messages, null, 2)}\n`;
  if (!(await exists(target))) {
    await writeNew(target, text, file);
    return true;
  }
  if (!(await mayReplace())) return false;
  await replaceFile(target, text, file);
  return true;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Fails where the file has come up meanwhile. */
async function writeNew(target: string, text: string, shown: string): Promise<void> {
  try {
    await writeFile(target, text, { flag: 'wx' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServectlError('UNWRITABLE', `${shown} could not be written: ${reason}`, ExitCode.usage, {
      cause,
    });
  }
}
