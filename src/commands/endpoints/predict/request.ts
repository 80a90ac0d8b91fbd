import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import { buildRequest } from '../../../predict/build-request.ts';
import { parseParams } from '../../../predict/param.ts';
import { readData } from '../../shared/data.ts';
import { findTask } from '../../shared/endpoint-task.ts';
import { readInput } from '../../shared/input.ts';
import { parseJsonInput } from '../../shared/json-input.ts';
import type { ParameterFlags } from './flags/parameters.ts';
import type { RequestFlags } from './flags/request.ts';

/**
 * The body that the flags ask for; with none of its forms given, what is piped into stdin.
 * The endpoint is looked up only for `--message`, whose form depends on the task.
 * @throws UsageError for flags that contradict each other
 * @throws InvalidInputError for data that is no JSON
 */
export async function readRequest(
  context: Context,
  name: string,
  flags: RequestFlags & ParameterFlags,
): Promise<Readonly<Record<string, unknown>>> {
  const { message, system, prompt, input, stop } = flags;
  const params = withNumbers(flags);
  const data = await readRequestData(context, flags);
  const task = message === undefined ? undefined : await findTask(context, name);
  return buildRequest({ message, system, prompt, inputs: input, data, params, stop, task });
}

function withNumbers({ param, maxTokens, temperature }: ParameterFlags): Readonly<Record<string, unknown>> {
  const params = { ...parseParams(param) };
  for (const [key, value] of Object.entries({ max_tokens: maxTokens, temperature })) {
    if (value === undefined) continue;
    if (Object.hasOwn(params, key))
      throw new UsageError(`'${key}' is given twice: by --param and by its own flag`);
    params[key] = value;
  }
  return params;
}

async function readRequestData(context: Context, flags: RequestFlags): Promise<unknown> {
  if (flags.data !== undefined) return parseJsonInput(await readData(context, flags.data));
  const isAsked = flags.message !== undefined || flags.prompt !== undefined || flags.input.length > 0;
  if (isAsked || context.host.stdin.isTTY) return undefined;
  const piped = await readInput(context, '-', '--data');
  // Jobs often run with an empty stdin: then the flags are what is missing.
  return piped.bytes.length === 0 ? undefined : parseJsonInput(piped);
}
