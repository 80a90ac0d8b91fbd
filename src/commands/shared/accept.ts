import type { Context } from '../../context.ts';
import { hasErrors, type Diagnostic } from '../../diagnostics.ts';
import { InvalidInputError } from '../../errors.ts';

/**
 * The document of a file that was read and checked. Warnings are said on stderr; an error ends the command before
 * anything is sent.
 * @throws InvalidInputError with every finding
 */
export async function accept<T>(
  context: Context,
  read: { readonly document?: T; readonly diagnostics: readonly Diagnostic[] },
): Promise<T> {
  const { document, diagnostics } = read;
  if (document === undefined || hasErrors(diagnostics)) throw new InvalidInputError(diagnostics);
  const said = context.globals.quiet
    ? diagnostics.filter(({ severity }) => severity !== 'note')
    : diagnostics;
  if (said.length > 0) {
    const { renderDiagnostics } = await import('../../output/diagnostics.ts');
    context.notes.block(renderDiagnostics(said, { style: context.notes.style }));
  }
  return document;
}
