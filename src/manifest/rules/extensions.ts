import { type Principal, principalFields } from '#schemas/api/permissions.ts';
import { secretSourceFields } from '#schemas/manifest/secret-source.ts';
import { secretNamePattern } from '#schemas/secret-reference.ts';
import { listOf } from '../words.ts';
import { items, type PartialEndpoint, type Partly, type RuleContext, type RuleFinding } from './rule.ts';

/** What a manifest has beside the API's own words: `permissions` and `secrets`. */
export function* extensionRules(document: PartialEndpoint, context: RuleContext): Generator<RuleFinding> {
  yield* grantRules(document.permissions);
  yield* secrets(document, context);
}

/** Who may do what, with an endpoint or with a secret scope. */
export function* grantRules(grants: Partly<readonly Principal[]> | undefined): Generator<RuleFinding> {
  const seen = new Set<string>();
  for (const [index, grant] of items(grants)) {
    const path = ['permissions', index];
    const named = principalFields.filter((field) => grant[field] !== undefined);
    if (named.length !== 1) {
      yield {
        code: 'one-principal',
        path,
        part: 'key',
        message:
          named.length === 0
            ? 'this permission names nobody'
            : `this permission names several principals: ${listOf(named, 'and')}`,
        hint: `give exactly one of ${listOf(principalFields, 'and')}`,
      };
      continue;
    }
    const [field = 'user_name'] = named;
    const principal = `${field}=${String(grant[field])}`;
    if (seen.has(principal)) {
      yield {
        code: 'duplicate-permission',
        path: [...path, field],
        message: 'another permission names the same principal, and the higher level counts',
        hint: 'keep one of the two',
      };
    }
    seen.add(principal);
  }
}

function* secrets(document: PartialEndpoint, { alone }: RuleContext): Generator<RuleFinding> {
  if (document.secrets && alone) {
    yield {
      code: 'secrets-not-put',
      path: ['secrets'],
      part: 'key',
      message: '`secrets` is not put into the workspace by this command',
      hint: 'put each with `servectl secrets put SCOPE KEY`, or use `servectl apply`, which puts them',
    };
  }
  for (const [index, secret] of items(document.secrets)) {
    const path = ['secrets', index];
    for (const part of ['scope', 'key'] as const) {
      const name = secret[part];
      // An empty name has been told by the schema.
      if (name === undefined || name === '' || secretNamePattern.test(name)) continue;
      yield {
        code: 'secret-name',
        path: [...path, part],
        message: `a ${part} has at most 128 letters, digits, \`-\`, \`_\`, \`.\` and \`@\` in its name`,
        hint: 'with another character no `{{secrets/…}}` could name it',
      };
    }
    const sources = secretSourceFields.filter((field) => secret[field] !== undefined);
    if (sources.length === 1) continue;
    yield {
      code: 'one-secret-source',
      path,
      part: 'key',
      message:
        sources.length === 0
          ? 'this secret does not say where its value comes from'
          : 'this secret has two places that its value comes from',
      hint: `give exactly one of ${listOf(secretSourceFields, 'and')}`,
    };
  }
}
