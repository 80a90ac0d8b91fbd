import { changeableOfProvided, hasProvidedName } from '#schemas/provided-endpoint.ts';
import { listOf } from '../words.ts';
import type { PartialEndpoint, RuleContext, RuleFinding } from './rule.ts';

/** Beside what can be set: what tells the endpoint, and what is no part of it. */
const besides: ReadonlySet<string> = new Set(['name', 'secrets']);

/** Databricks keeps a prefix of names for the endpoints that it provides, and they take little. */
export function* providedRules(
  document: PartialEndpoint,
  { name: given }: RuleContext,
): Generator<RuleFinding> {
  const name = document.name ?? given;
  if (name === undefined || !hasProvidedName(name)) return;
  const refused = Object.keys(document).filter((key) => !changeableOfProvided.has(key) && !besides.has(key));
  const [first] = refused;
  if (first === undefined) return;
  yield {
    code: 'provided-by-databricks',
    path: [first],
    part: 'key',
    message: `endpoints of names such as \`${name}\` are provided by Databricks, and take no ${listOf(refused, 'or')}`,
    hint: 'declare nothing but `ai_gateway`, `rate_limits` and `permissions`, or take a name that does not begin with `databricks-`',
  };
}
