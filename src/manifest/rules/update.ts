import type { PartialEndpoint, RuleContext, RuleFinding } from './rule.ts';

/** What an update can't change; the API has no call for any of it. */
const createOnlyKeys = ['route_optimized', 'description', 'budget_policy_id'] as const;

/** What holds for a document that changes an endpoint: any part of one, each in place of what the endpoint has. */
export function* updateRules(document: PartialEndpoint, { purpose }: RuleContext): Generator<RuleFinding> {
  if (purpose !== 'update') return;
  const keys = Object.keys(document);
  if (keys.every((key) => key === 'name')) {
    yield {
      code: 'nothing-to-change',
      path: [],
      part: 'key',
      message: 'the document changes nothing',
      hint: 'give at least one part of the endpoint, such as `config`, `tags` or `ai_gateway`',
    };
  }
  for (const key of createOnlyKeys) {
    if (document[key] === undefined) continue;
    yield {
      code: 'immutable-field',
      path: [key],
      part: 'key',
      message: `\`${key}\` is set when an endpoint is created and cannot be changed`,
      hint: `remove \`${key}\`, or delete the endpoint and create it anew`,
    };
  }
  if (document.config && !document.config.served_entities && !document.config.served_models) {
    yield {
      code: 'config-incomplete',
      path: ['config'],
      part: 'key',
      message: 'the configuration is replaced as a whole, and this one serves nothing',
      hint: 'give `served_entities` with everything that the endpoint is to serve',
    };
  }
}
