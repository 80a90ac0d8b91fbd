import type { Path } from '../locate.ts';
import type { PartialEndpoint, RuleFinding } from './rule.ts';
import { variableIn } from './texts.ts';

/** A `${…}` that nothing has put a value for would reach the service as it stands. */
export function* variableRules(document: PartialEndpoint): Generator<RuleFinding> {
  for (const { path, text } of texts(document, [])) {
    const found = variableIn(text);
    if (found === undefined) continue;
    yield {
      code: 'unexpanded-variable',
      path,
      message: `\`${found}\` has no value here and would be sent as it stands`,
      hint: 'write the value, or expand it before, for example with `envsubst`',
    };
  }
}

function* texts(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* texts(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* texts(item, [...path, key]);
  }
}
