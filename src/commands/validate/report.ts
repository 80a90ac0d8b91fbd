import type { Context } from '../../context.ts';
import { hasErrors, type Diagnostic } from '../../diagnostics.ts';
import { UsageError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import {
  diagnosticLines,
  diagnosticRecords,
  summarize,
  type DiagnosticRecord,
} from '../../output/diagnostics.ts';
import type { Block, View } from '../../output/view.ts';
import type { LoadedManifests } from '../shared/load-manifests.ts';
import { annotationsOf, type Reporter, reporterOf } from '../shared/reporter.ts';

/** The version of what `-o json` prints. Fields are added to it without a new one. */
const reportVersion = 1;

interface ValidationReport {
  readonly version: typeof reportVersion;
  readonly valid: boolean;
  readonly files: readonly string[];
  /** What is declared, by name; of a name that could not be read nothing is known here. */
  readonly endpoints: readonly string[];
  readonly scopes: readonly string[];
  readonly summary: { readonly errors: number; readonly warnings: number; readonly notes: number };
  readonly diagnostics: readonly DiagnosticRecord[];
}

/**
 * Which form the findings have: the one that was asked for, else JSON and its kin with `-o`, else what the surroundings read.
 * @throws UsageError where `--reporter` and `-o` say two things
 */
export function chooseReporter({ globals, host }: Context, asked: Reporter | undefined): Reporter {
  if (asked !== undefined && asked !== 'json' && globals.output !== 'table') {
    throw new UsageError(`--reporter ${asked} and -o ${globals.output} exclude each other`);
  }
  if (asked !== undefined) return asked;
  if (globals.output !== 'table') return 'json';
  return reporterOf(host);
}

/** Prints the findings, and has the run end with 2 where one of them is an error. */
export async function report(context: Context, loaded: LoadedManifests, reporter: Reporter): Promise<void> {
  const { results, globals, host } = context;
  const isFailed = hasErrors(loaded.diagnostics);
  if (isFailed) context.exitCode = ExitCode.usage;
  const shown = globals.quiet
    ? loaded.diagnostics.filter(({ severity }) => severity !== 'note')
    : loaded.diagnostics;
  const value = reportOf(loaded, shown);
  if (reporter === 'json' && globals.output === 'table' && !results.queried) {
    await results.text(`${JSON.stringify(value, null, 2)}\n`);
    return;
  }
  const annotations =
    reporter === 'github' && shown.length > 0 ? await annotationsOf(host, shown) : undefined;
  await results.show(value, viewOf(loaded, shown, annotations));
}

function reportOf(loaded: LoadedManifests, shown: readonly Diagnostic[]): ValidationReport {
  const count = (severity: Diagnostic['severity']): number =>
    loaded.diagnostics.filter((each) => each.severity === severity).length;
  return {
    version: reportVersion,
    valid: !hasErrors(loaded.diagnostics),
    files: loaded.files,
    endpoints: texts(loaded.endpoints.map(({ document }) => document.name)),
    scopes: texts(loaded.scopes.map(({ document }) => document.scope)),
    summary: { errors: count('error'), warnings: count('warning'), notes: count('note') },
    diagnostics: diagnosticRecords(shown),
  };
}

const texts = (values: readonly unknown[]): readonly string[] =>
  values.filter((value) => typeof value === 'string');

const viewOf = (
  loaded: LoadedManifests,
  shown: readonly Diagnostic[],
  annotations: string | undefined,
): View<ValidationReport> => ({
  human: (_, { width }) => [
    ...findings(shown, annotations, width),
    { kind: 'text', text: conclusion(loaded, shown) },
  ],
  names: ({ endpoints }) => endpoints,
});

function findings(
  shown: readonly Diagnostic[],
  annotations: string | undefined,
  width: number | undefined,
): readonly Block[] {
  if (shown.length === 0) return [];
  if (annotations !== undefined) return [{ kind: 'text', text: annotations }];
  return [{ kind: 'lines', lines: diagnosticLines(shown, width) }];
}

function conclusion(loaded: LoadedManifests, shown: readonly Diagnostic[]): string {
  const { endpoints, scopes, files } = loaded;
  if (hasErrors(loaded.diagnostics)) return summarize(shown);
  const found = [
    counted(endpoints.length, 'endpoint'),
    ...(scopes.length > 0 ? [counted(scopes.length, 'secret scope')] : []),
  ];
  const where = files.length > 1 ? ` in ${files.length} files` : '';
  const beside = shown.length > 0 ? ` (${summarize(shown)})` : '';
  return `${found.join(' and ')} valid${where}${beside}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
