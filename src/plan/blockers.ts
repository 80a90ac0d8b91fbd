import type { Blocker } from './types.ts';

export const configIncomplete: Blocker = {
  code: 'config-incomplete',
  message: 'a config is replaced as a whole, and this one serves nothing',
  hint: 'give `served_entities` with everything that the endpoint is to serve',
  at: ['config'],
};

export const notThere = (name: string): Blocker => ({
  code: 'not-there',
  message: `Databricks provides endpoints of names such as ${name}, and this workspace has no such one`,
  hint: 'look at what there is with `servectl endpoints list`',
});

export const providedBlocker = (name: string, parts: readonly string[]): Blocker => ({
  code: 'provided-by-databricks',
  message: `endpoint ${name} is provided by Databricks, and its ${few(parts)} can't be changed`,
  hint: 'declare nothing but `ai_gateway`, `rate_limits` and `permissions`',
  ...(parts[0] !== undefined && { at: [parts[0]] }),
});

export const replaceNotAllowed = (name: string, paths: readonly string[]): Blocker => ({
  code: 'replace-not-allowed',
  message: `endpoint ${name} has to be deleted and created anew: no call changes its ${few(paths)}`,
  hint: 'allow it with `--allow-replace`; callers get no answer until the new one is deployed',
});

export const replaceIncomplete = (name: string): Blocker => ({
  code: 'replace-incomplete',
  message: `endpoint ${name} can't be created anew: the manifest does not say what it serves`,
  hint: 'declare its `config`, with everything that it is to serve',
});

export const permissionsUnknown = (name: string): Blocker => ({
  code: 'permissions-unknown',
  message: `who may do what with endpoint ${name} could not be read`,
  hint: 'permissions are shown to those with CAN_MANAGE',
});

export const aclsUnknown = (scope: string): Blocker => ({
  code: 'permissions-unknown',
  message: `who may do what with secret scope ${scope} could not be read`,
  hint: 'permissions of a scope are shown to those with MANAGE',
  at: ['permissions'],
});

export const secretSourcesDiffer = (scope: string, key: string): Blocker => ({
  code: 'secret-sources-differ',
  message: `secret ${key} of scope ${scope} is declared with different sources`,
  hint: 'declare it once, or with one source',
});

/** The changes themselves are shown beside it: a message of hundreds of paths tells nobody more. */
function few(paths: readonly string[]): string {
  const shown = paths.slice(0, 3);
  const more = paths.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
