import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import type { JsonObject } from '../../../predict/json.ts';
import type { Transforms } from '../../../predict/transform/transforms.ts';
import { readInput } from '../../shared/input.ts';
import { parseJsonInput } from '../../shared/json-input.ts';
import type { RequestFlags } from './flags/request.ts';
import type { RouteFlags } from './flags/route.ts';
import type { TransformFlags } from './flags/transform.ts';
import { isModulePath, loadFunction } from './load-function.ts';

type Transform = (value: unknown) => Promise<unknown>;

/**
 * What `--transform-input`, `--transform-output` and `--as llm` ask for. With the latter the user's own functions see what
 * LangChain hands to its `transform_input_fn` and `transform_output_fn`: the prompt with its stop texts, what the model said.
 * @throws UsageError for an expression that is none, and for a file or a function that is not there
 */
export async function loadTransforms(
  context: Context,
  flags: TransformFlags & RouteFlags & Pick<RequestFlags, 'as'>,
  name: string,
): Promise<Transforms> {
  const load = (given: string | undefined, flag: string): Promise<Transform> | undefined =>
    given === undefined ? undefined : loadTransform(context, given, flag);
  const [input, output] = await Promise.all([
    load(flags.transformInput, '--transform-input'),
    load(flags.transformOutput, '--transform-output'),
  ]);
  const own: Transforms = {
    ...(input && { input: objectsOnly(input) }),
    ...(output && { output }),
    needsWhole: output !== undefined,
  };
  if (flags.as !== 'llm') return own;
  const { llmTransforms } = await import('./llm.ts');
  return llmTransforms(context, flags, name, own);
}

async function loadTransform(context: Context, given: string, flag: string): Promise<Transform> {
  if (isModulePath(given)) {
    const change = await loadFunction(context, given, flag);
    // Functions may change what they are given: the request must stay what it is for another try.
    return (value) => change(structuredClone(value));
  }
  const expression = await compile(context, given, flag);
  return (value) => Promise.resolve(expression(value));
}

async function compile(context: Context, given: string, flag: string): Promise<(value: unknown) => unknown> {
  if (given.startsWith('@')) {
    const [template, { compileTemplate }] = await Promise.all([
      readInput(context, given.slice(1), `${flag} @`).then(parseJsonInput),
      import('../../../predict/transform/template.ts'),
    ]);
    return compileTemplate(template, flag);
  }
  const { compileTransform } = await import('../../../predict/transform/compile-transform.ts');
  try {
    return compileTransform(given, flag);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw /\.[cm]?[jt]s(?:#|$)/.test(given)
      ? error.advise(`a module's path begins with ./: ./${given}`)
      : error;
  }
}

const objectsOnly =
  (transform: Transform) =>
  async (body: JsonObject): Promise<JsonObject> => {
    const made = await transform(body);
    if (typeof made === 'object' && made !== null && !Array.isArray(made)) return made as JsonObject;
    const kind = made === null ? 'null' : Array.isArray(made) ? 'a list' : `a ${typeof made}`;
    throw new UsageError(`--transform-input made ${kind}, where a request body is an object`, {
      hint: 'for example {"messages": [{"role": "user", "content": "…"}]}',
    });
  };
