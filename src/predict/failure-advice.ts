import type { ApiError } from '../errors.ts';
import { isObject, type JsonObject, stringOf } from './json.ts';
import { parseJson } from '../http/json-values.ts';

/** What was asked when it failed. */
export interface Asked {
  readonly name: string;
  readonly body: JsonObject;
}

type Advice = (error: ApiError, asked: Asked) => string | undefined;

/** What to do about a refusal, where that depends on what was asked; nothing where the error's own hint says it. */
export const failureAdvice: Advice = (error, asked) =>
  rules.find(([matches]) => matches(error))?.[1](error, asked);

const says =
  (pattern: RegExp) =>
  ({ message }: ApiError): boolean =>
    pattern.test(message);

const rules: readonly (readonly [matches: (error: ApiError) => boolean, advise: Advice])[] = [
  [
    says(/endpoint is stopped/i),
    (_, { name }) => `a request does not wake it: servectl endpoints start ${name}`,
  ],
  [
    says(/exactly one of the input fields|failed to enforce schema/i),
    (_, { name }) =>
      `servectl endpoints predict ${name} --template shows what the model takes; servectl endpoints openapi ${name} all of it`,
  ],
  [
    says(/unexpected error (?:occurred )?while evaluating the model/i),
    (_, { name }) =>
      `the model itself raised this: -v shows its stack trace, servectl endpoints logs ${name} more; --template shows what it takes`,
  ],
  [says(/\bworkspace\b.{0,60}\brate limit\b/i), adviseOnInputs],
  [
    ({ status, code }) => status === 504 || status === 408 || code === 'DEADLINE_EXCEEDED',
    () =>
      'the model did not answer in the time that the server gives it; it is not asked again by itself, as each try is paid for: ask for less (--max-tokens), or ask again',
  ],
];

/** Too many inputs of one request are refused as too many requests: waiting does not help, dividing does. */
function adviseOnInputs(_: ApiError, { body }: Asked): string | undefined {
  const { input } = body;
  if (!Array.isArray(input) || input.length < 2) return undefined;
  return `${input.length} inputs in one request may be what is too much: send fewer at a time (--batch-size ${Math.ceil(input.length / 2)})`;
}

/** The Python stack trace that a model's scoring server answers with, where it does. */
export function stackTraceOf({ body }: ApiError): string | undefined {
  const json = body === undefined ? undefined : parseJson(body);
  return isObject(json) ? stringOf(json['stack_trace']) : undefined;
}
