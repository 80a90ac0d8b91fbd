import type { Context } from '../../../context.ts';
import type { ExpectationError } from '../../../errors.ts';
import { githubAnnotations } from '../../../output/github.ts';

/**
 * Under GitHub Actions, has the run's page show what an answer missed. On stderr, which GitHub reads for its commands as it
 * reads stdout: there the answer stands.
 */
export function annotate({ host, globals, notes }: Context, { message, unmet }: ExpectationError): void {
  if (host.env['GITHUB_ACTIONS'] !== 'true' || globals.output !== 'table') return;
  const diagnostics = unmet.map(({ flag, expected, got, places = [] }) => ({
    severity: 'error' as const,
    code: 'not-as-expected',
    message: [`${message}: ${flag}: expected ${expected}, but got ${got}`, ...places].join('\n'),
  }));
  for (const line of githubAnnotations(diagnostics, (file) => file)) notes.block(line);
}
