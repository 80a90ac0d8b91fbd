import type { Context } from '../../context.ts';
import { hasErrors, type Diagnostic } from '../../diagnostics.ts';
import { InvalidInputError, ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { accept } from '../shared/accept.ts';
import { annotationsOf, type Reporter, reporterOf } from '../shared/reporter.ts';
import { summarizeFindings } from './github.ts';

/**
 * Says on stderr what is wrong with the manifests, or with what they would do; on GitHub Actions as annotations, and errors
 * in the summary of the step, too. Where a failure is one JSON object, only `--reporter github` makes annotations.
 * @throws InvalidInputError with every finding, where one is an error; ServectlError `INVALID_INPUT` where the annotations
 *   have said each already
 */
export async function tellFindings(
  context: Context,
  diagnostics: readonly Diagnostic[],
  asked: Reporter | undefined,
): Promise<void> {
  if (hasErrors(diagnostics)) await summarizeFindings(context, diagnostics);
  const { globals, host, notes } = context;
  const isObject = globals.output === 'json' || globals.output === 'ndjson';
  if ((asked ?? (isObject ? 'pretty' : reporterOf(host))) !== 'github') {
    await accept(context, { document: true, diagnostics });
    return;
  }
  const told = globals.quiet ? diagnostics.filter(({ severity }) => severity !== 'note') : diagnostics;
  if (told.length > 0) notes.block(await annotationsOf(host, told));
  if (!hasErrors(diagnostics)) return;
  const { summarize } = await import('../../output/diagnostics.ts');
  throw new ServectlError('INVALID_INPUT', summarize(told), ExitCode.usage);
}

/** What `work` comes to; findings that end it are told as any others. */
export async function tellingFindings<T>(
  context: Context,
  asked: Reporter | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInputError) await tellFindings(context, error.diagnostics, asked);
    throw error;
  }
}
