import path from 'node:path';
import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import { editText, holdsDocuments } from '../../../manifest/edit/edit-text.ts';
import type { DeclaredEndpoint } from '../../../manifest/read-manifests.ts';
import { whoApplies, workspaceVariables } from '../../declarative/survey.ts';
import { accept } from '../../shared/accept.ts';
import { loadManifests } from '../../shared/load-manifests.ts';
import { fileChanges, type Outcome } from './file-changes.ts';
import type { Export } from './read.ts';

interface Updated {
  readonly text: string;
  /** One for each endpoint, in their order. */
  readonly outcomes: readonly Outcome[];
}

/**
 * The text of a file, brought in line with endpoints.
 * @param text what the file has; empty where there is none
 * @throws InvalidInputError where the file has errors
 * @throws UsageError where an endpoint is declared in another file, or the file can't hold several
 */
export async function updateFile(
  context: Context,
  file: string,
  text: string,
  exports: readonly Export[],
): Promise<Updated> {
  const declared = holdsDocuments(text) ? await declaredIn(context, file) : [];
  const caller = declared.some(({ document }) => document.permissions)
    ? await whoApplies(await context.client(), context.signal)
    : undefined;
  const { changes, outcomes } = fileChanges(file, declared, exports, caller);
  const format = path.extname(file).toLowerCase() === '.json' ? 'json' : 'yaml';
  if (format === 'json' && changes.added.length > 0 && changes.added.length + declared.length > 1) {
    throw new UsageError(`${file} has room for one endpoint`, {
      hint: 'YAML holds several: name a .yaml file',
    });
  }
  return { text: editText(text, changes, format), outcomes };
}

async function declaredIn(context: Context, file: string): Promise<readonly DeclaredEndpoint[]> {
  const workspace = () => workspaceVariables(context);
  const manifests = await loadManifests(context, [file], { workspace });
  const { endpoints } = await accept(context, {
    document: manifests,
    diagnostics: manifests.diagnostics,
  });
  return endpoints;
}
