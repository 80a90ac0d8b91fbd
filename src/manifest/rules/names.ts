import type { PartialEndpoint, RuleContext, RuleFinding } from './rule.ts';

/** The name in the file and the one on the command line are one. */
export function* nameRules(
  { name: written }: PartialEndpoint,
  { purpose, name: given }: RuleContext,
): Generator<RuleFinding> {
  if (given === undefined || written === undefined || written === given) return;
  yield purpose === 'update'
    ? {
        code: 'immutable-field',
        path: ['name'],
        message: `an endpoint cannot be renamed: the file says \`${written}\`, the command line \`${given}\``,
        hint: `remove \`name\`, or create \`${written}\` and delete \`${given}\``,
      }
    : {
        code: 'name-mismatch',
        path: ['name'],
        message: `the file names the endpoint \`${written}\`, the command line \`${given}\``,
        hint: 'give the name in one place',
      };
}
