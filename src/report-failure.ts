import type { GlobalFlags } from './commands/shared/command.ts';
import { openNotes } from './create-context.ts';
import { BrokenPipeError, InterruptedError, InvalidInputError } from './errors.ts';
import type { Host } from './host.ts';
import { SecretRegistry } from './http/secret-registry.ts';
import { columnsOf } from './terminal/columns.ts';

/**
 * Says a failure once, on stderr: for people, or as one JSON object with `-o json` and `-o ndjson`.
 * Nothing is said where the reader of the output has gone.
 */
export async function reportFailure(
  error: unknown,
  host: Host,
  flags: GlobalFlags,
  secrets: SecretRegistry = new SecretRegistry(),
): Promise<void> {
  if (error instanceof BrokenPipeError) return;
  const output = flags.output ?? host.env['SERVECTL_OUTPUT'];
  const notes = await openNotes(
    host,
    {
      quiet: flags.quiet ?? false,
      verbose: flags.verbose ?? false,
      debug: flags.debug ?? false,
      color: flags.color ?? 'auto',
      dryRun: false,
    },
    secrets,
  );
  const [{ errorObject, renderError }, { escapeInQuotes }] = await Promise.all([
    import('./output/error.ts'),
    import('./output/escape.ts'),
  ]);
  if (output === 'json' || output === 'ndjson') {
    notes.block(escapeInQuotes(JSON.stringify(errorObject(error))));
    return;
  }
  // The shell shows ^C; whoever was waiting has already said what goes on without us.
  if (error instanceof InterruptedError) return;
  const debug = flags.debug ?? false;
  const { style } = notes;
  if (error instanceof InvalidInputError) {
    const { renderDiagnostics } = await import('./output/diagnostics.ts');
    const width = columnsOf(host.stderr);
    const findings = renderDiagnostics(error.diagnostics, {
      style,
      ...(width === undefined ? {} : { width }),
    });
    notes.block(renderError(error, { style, debug, findings }));
  } else {
    notes.block(renderError(error, { style, debug }));
  }
}
