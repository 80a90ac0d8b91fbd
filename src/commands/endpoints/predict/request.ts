import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import { buildRequest } from '../../../predict/build-request.ts';
import type { JsonObject } from '../../../predict/json.ts';
import type { RequestForms } from '../../../predict/request/forms.ts';
import { readData } from '../../shared/data.ts';
import { readInput } from '../../shared/input.ts';
import { parseJsonInput } from '../../shared/json-input.ts';
import type { PredictFlags } from './flags/predict.ts';
import type { RequestFlags } from './flags/request.ts';
import { readParameters } from './parameters.ts';
import { routeTask } from './route-task.ts';

/**
 * The body that the flags ask for; with none of its forms given, what is piped into stdin. With `--as llm` it is the prompt
 * with all that goes with it: `loadTransforms` gives it the form that the endpoint reads.
 * The endpoint is looked up only for a conversation, whose form depends on the task.
 * @throws UsageError for flags that contradict each other
 * @throws InvalidInputError for data that is no JSON
 */
export async function readRequest(context: Context, name: string, flags: PredictFlags): Promise<JsonObject> {
  refuseIdle(flags);
  const forms = { ...(await readForms(context, flags)), ...(await readParameters(context, flags)) };
  const { message, history, images = [] } = forms;
  if (flags.as === 'llm') return llmRequest(forms);
  const isConversation = message !== undefined || history !== undefined || images.length > 0;
  return buildRequest({ ...forms, task: isConversation ? await routeTask(context, name, flags) : undefined });
}

/** @throws UsageError for flags that would change nothing, as what they belong to is not there */
function refuseIdle({ as, rows, batchSize, input }: RequestFlags): void {
  if (as !== undefined && as !== 'llm' && rows === undefined) {
    throw new UsageError(`--as ${as} needs rows to send so`, { hint: 'add --rows FILE' });
  }
  if (batchSize !== undefined && input.length === 0) {
    throw new UsageError('--batch-size needs texts to divide', { hint: 'add --input @FILE' });
  }
}

async function readForms(context: Context, flags: RequestFlags): Promise<RequestForms> {
  const { readConversation } = await import('./conversation.ts');
  const isAsked =
    flags.message !== undefined ||
    flags.messages !== undefined ||
    flags.image.length > 0 ||
    flags.prompt !== undefined ||
    flags.rows !== undefined ||
    flags.input.length > 0;
  return {
    ...(await readConversation(context, flags)),
    prompt: flags.prompt,
    inputs: flags.input.length === 0 ? [] : await readInputs(context, flags.input),
    rows: flags.rows === undefined ? undefined : await readRows(context, flags.rows, flags.as),
    data: await readRequestData(context, flags.data, isAsked),
  };
}

async function readRequestData(
  context: Context,
  data: string | undefined,
  isAsked: boolean,
): Promise<unknown> {
  if (data !== undefined) return parseJsonInput(await readData(context, data));
  if (isAsked || context.host.stdin.isTTY) return undefined;
  const piped = await readInput(context, '-', '--data');
  // Jobs often run with an empty stdin: then the flags are what is missing.
  return piped.bytes.length === 0 ? undefined : parseJsonInput(piped);
}

/** The texts themselves, and those of files, one a line. */
async function readInputs(context: Context, given: readonly string[]): Promise<readonly string[]> {
  const inputs: string[] = [];
  for (const input of given) {
    if (!input.startsWith('@')) {
      inputs.push(input);
      continue;
    }
    const { file, bytes } = await readInput(context, input.slice(1), '--input @');
    const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
    const texts = lines.filter((line) => line.trim() !== '');
    if (texts.length === 0) throw new UsageError(`${file} holds no text to embed`);
    inputs.push(...texts);
  }
  return inputs;
}

async function readRows(context: Context, source: string, form: RequestFlags['as']): Promise<JsonObject> {
  if (form === 'llm') {
    throw new UsageError('--as llm asks with a prompt, not with rows', { hint: 'give --prompt TEXT' });
  }
  const [{ readEntries }, { rowsBody }] = await Promise.all([
    import('../../shared/read-values.ts'),
    import('../../../predict/rows/rows-body.ts'),
  ]);
  return rowsBody(await readEntries(context, source, '--rows'), form ?? 'records');
}

/** @throws UsageError for anything that the signature of a prompt with stop texts has no place for */
function llmRequest({ message, prompt = message, ...forms }: RequestForms): JsonObject {
  if (prompt === undefined || (message !== undefined && prompt !== message)) {
    throw new UsageError('--as llm asks with one prompt', { hint: 'give --prompt TEXT' });
  }
  return buildRequest({ ...forms, prompt });
}
