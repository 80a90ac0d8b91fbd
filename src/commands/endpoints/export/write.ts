import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../../context.ts';
import { ServectlError, UsageError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { tableView } from '../../../output/view.ts';
import type { Outcome } from './file-changes.ts';
import type { ExportFlags } from './flags.ts';
import type { Export } from './read.ts';
import { replaceFile } from './replace-file.ts';
import { updateFile } from './update-file.ts';

/** What became of an endpoint in a file. */
interface Written {
  readonly name: string;
  readonly file: string;
  readonly outcome: Outcome;
}

const view = tableView<Written>(
  [
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'FILE', cell: ({ file }) => file },
    { header: 'WRITTEN', cell: ({ outcome }) => outcome },
  ],
  ({ file }) => file,
  'there are no endpoints to export',
);

/**
 * Brings files in line with endpoints. All new texts are made before the first file is written.
 * @throws InvalidInputError where a file has errors: nothing is written then
 */
export async function writeExports(
  context: Context,
  exports: readonly Export[],
  { into, dir }: ExportFlags,
): Promise<void> {
  const byFile = new Map<string, readonly Export[]>();
  if (into !== undefined) byFile.set(into, exports);
  else if (dir !== undefined) for (const each of exports) byFile.set(fileFor(dir, each), [each]);

  const texts = new Map<string, string>();
  const written: Written[] = [];
  for (const [file, ofFile] of byFile) {
    const before = await textOf(context, file);
    const { text, outcomes } = await updateFile(context, file, before ?? '', ofFile);
    if (text !== before) texts.set(file, text);
    written.push(
      ...ofFile.map(({ live: { endpoint } }, index) => ({
        name: endpoint.name,
        file,
        outcome: outcomes[index] ?? 'unchanged',
      })),
    );
  }
  context.signal.throwIfAborted();
  for (const [file, text] of texts) await replaceFile(path.resolve(context.host.cwd, file), text, file);
  await context.results.show(written, view);
  if (texts.size > 0) context.notes.hint(`see that nothing differs: servectl diff -f ${into ?? dir ?? ''}`);
}

/** @throws ServectlError for a name that would lead out of the directory */
function fileFor(dir: string, { live: { endpoint } }: Export): string {
  if (/^[\w-][\w.-]*$/.test(endpoint.name)) return path.join(dir, `${endpoint.name}.yaml`);
  throw new ServectlError('BAD_NAME', `'${endpoint.name}' is no name for a file`, ExitCode.failure, {
    hint: 'export it with --into FILE',
  });
}

async function textOf(context: Context, file: string): Promise<string | undefined> {
  if (file === '-')
    throw new UsageError('--into takes a file', { hint: 'without it, export prints to stdout' });
  try {
    return await readFile(path.resolve(context.host.cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EISDIR') {
      throw new UsageError(`${file} is a directory`, { hint: `a file for each endpoint: --dir ${file}` });
    }
    throw new ServectlError('UNREADABLE', `${file} could not be read: ${String(error)}`, ExitCode.usage, {
      cause: error,
    });
  }
}
