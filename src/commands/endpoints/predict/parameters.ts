import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import { isObject, type JsonObject } from '../../../predict/json.ts';
import { parseParams, parseTextParams } from '../../../predict/param.ts';
import type { RequestForms } from '../../../predict/request/forms.ts';
import { readValueFile } from '../../shared/read-values.ts';
import type { ParameterFlags } from './flags/parameters.ts';

/**
 * What the flags say beside the question. A field that `--params-file` has too is the flag's.
 * @throws UsageError where two flags set one field
 */
export async function readParameters(
  context: Context,
  flags: ParameterFlags,
): Promise<Omit<RequestForms, 'message' | 'data'>> {
  const params = parseParams(flags.param);
  const named = { max_tokens: flags.maxTokens, temperature: flags.temperature, n: flags.n };
  for (const [key, value] of Object.entries(named)) {
    if (value !== undefined && Object.hasOwn(params, key)) {
      throw new UsageError(`'${key}' is given twice`, { hint: 'once by --param, once by its own flag' });
    }
  }
  const file = flags.paramsFile === undefined ? {} : await readParamsFile(context, flags.paramsFile);
  const isOverruled = (key: string): boolean => flagFields(flags).has(key);
  return {
    params: { ...Object.fromEntries(Object.entries(file).filter(([key]) => !isOverruled(key))), ...params },
    stop: flags.stop,
    maxTokens: flags.maxTokens,
    temperature: flags.temperature,
    n: flags.n,
    clientRequestId: flags.clientRequestId,
    usageContext: some(parseTextParams(flags.usageContext, '--usage-context')),
    extraParams: some(parseTextParams(flags.extraParam, '--extra-param')),
    modelParams: some(parseParams(flags.modelParam, '--model-param')),
    customInputs: some(parseParams(flags.customInput, '--custom-input')),
  };
}

const some = <T extends object>(fields: T): T | undefined =>
  Object.keys(fields).length === 0 ? undefined : fields;

/** The fields of the body that flags of their own set. */
const flagFields = (flags: ParameterFlags): ReadonlySet<string> =>
  new Set([
    ...(flags.maxTokens === undefined ? [] : ['max_tokens', 'max_output_tokens']),
    ...(flags.temperature === undefined ? [] : ['temperature']),
    ...(flags.n === undefined ? [] : ['n']),
    ...(flags.stop.length === 0 ? [] : ['stop']),
    ...(flags.modelParam.length === 0 ? [] : ['params']),
    ...(flags.customInput.length === 0 ? [] : ['custom_inputs']),
    ...(flags.extraParam.length === 0 ? [] : ['extra_params']),
    ...(flags.usageContext.length === 0 ? [] : ['usage_context']),
    ...(flags.clientRequestId === undefined ? [] : ['client_request_id']),
  ]);

async function readParamsFile(context: Context, file: string): Promise<JsonObject> {
  const value = await readValueFile(context, file, '--params-file');
  if (isObject(value)) return value;
  throw new UsageError(`${file} holds no fields of a body`, {
    hint: 'for example {"temperature": 0.2, "max_tokens": 64}',
  });
}
