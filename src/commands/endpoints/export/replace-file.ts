import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { ServectlError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';

/**
 * Writes a file as a whole or not at all: beside it first, then in its place. A link stays one, and so does the mode.
 * @param shown how messages call it
 * @throws ServectlError where it can't be written; the file is as it was then
 */
export async function replaceFile(file: string, text: string, shown: string): Promise<void> {
  let beside: string | undefined;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const target = await realpath(file).catch(() => file);
    beside = `${target}.${randomUUID()}.tmp`;
    const mode = await stat(target).then(
      ({ mode: bits }) => bits & 0o777,
      () => undefined,
    );
    await writeFile(beside, text, { flag: 'wx' });
    if (mode !== undefined) await chmod(beside, mode);
    await rename(beside, target);
  } catch (error) {
    if (beside !== undefined) await rm(beside, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServectlError('UNWRITABLE', `${shown} could not be written: ${reason}`, ExitCode.usage, {
      cause: error,
    });
  }
}
