import { isAbsolute, relative, resolve, sep } from 'node:path';
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
import { githubAnnotations } from '../../output/github.ts';
import type { Block, View } from '../../output/view.ts';
import type { LoadedManifests } from '../shared/load-manifests.ts';

export type Reporter = 'pretty' | 'github' | 'json';

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
  return host.env['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty';
}

/** Prints the findings, and has the run end with 2 where one of them is an error. */
export async function report(context: Context, loaded: LoadedManifests, reporter: Reporter): Promise<void> {
  const { results, globals } = context;
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
  await results.show(value, viewOf(context, loaded, shown, reporter));
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
  context: Context,
  loaded: LoadedManifests,
  shown: readonly Diagnostic[],
  reporter: Reporter,
): View<ValidationReport> => ({
  human: (_, { width }) => [
    ...findings(context, shown, reporter, width),
    { kind: 'text', text: conclusion(loaded, shown) },
  ],
  names: ({ endpoints }) => endpoints,
});

function findings(
  context: Context,
  shown: readonly Diagnostic[],
  reporter: Reporter,
  width: number | undefined,
): readonly Block[] {
  if (shown.length === 0) return [];
  if (reporter !== 'github') return [{ kind: 'lines', lines: diagnosticLines(shown, width) }];
  return [{ kind: 'text', text: githubAnnotations(shown, (file) => inRepository(context, file)).join('\n') }];
}

/** A path as GitHub knows it; one outside of the repository stays as it is. */
function inRepository({ host }: Context, file: string): string {
  const root = host.env['GITHUB_WORKSPACE'];
  if (root === undefined || root === '') return file;
  const path = relative(root, resolve(host.cwd, file));
  return path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/');
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
