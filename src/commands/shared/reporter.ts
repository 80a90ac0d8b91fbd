import { Option } from 'commander';
import type { Diagnostic } from '../../diagnostics.ts';
import type { Host } from '../../host.ts';

/** A form that findings can have. */
export type Reporter = 'pretty' | 'github' | 'json';

/** `--reporter`, for the forms that a command knows. */
export const reporterOption = (forms: readonly Reporter[]): Option =>
  new Option(
    '--reporter <form>',
    'form of the findings (default: github under GitHub Actions, else pretty)',
  ).choices(forms);

/** The form that the surroundings read, where none is asked for. */
export const reporterOf = ({ env }: Host): Reporter =>
  env['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty';

/** Findings as annotations of GitHub Actions, a line each, with paths as GitHub knows them. */
export async function annotationsOf(host: Host, diagnostics: readonly Diagnostic[]): Promise<string> {
  const [{ githubAnnotations }, path] = await Promise.all([
    import('../../output/github.ts'),
    import('node:path'),
  ]);
  /** One outside of the repository stays as it is. */
  const inRepository = (file: string): string => {
    const root = host.env['GITHUB_WORKSPACE'];
    if (root === undefined || root === '') return file;
    const inside = path.relative(root, path.resolve(host.cwd, file));
    const isOutside = inside.startsWith('..') || path.isAbsolute(inside);
    return isOutside ? file : inside.split(path.sep).join('/');
  };
  return githubAnnotations(diagnostics, inRepository).join('\n');
}
