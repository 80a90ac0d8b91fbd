import type { InvocationAnswer, InvocationBody } from '../../../../client/query.ts';
import type { Context } from '../../../../context.ts';
import { createRowShaper, type RowShaper } from '../../../../predict/batch/row-shape.ts';
import { chooseInvoker } from '../../../shared/choose-invoker.ts';
import { readConversation } from '../conversation.ts';
import type { PredictFlags } from '../flags/predict.ts';
import { readParameters } from '../parameters.ts';
import { refineInvoker } from '../refine-invoker.ts';
import { isApp, routeTask } from '../route-task.ts';
import { loadTransforms } from '../transforms.ts';
import type { Rows } from './open-rows.ts';

/** What becomes of rows, and the way to ask with it. */
export interface Prepared {
  readonly shaper: RowShaper;
  readonly rowsPerCall: number;
  /** Asks once: limits are the batch's to wait out. */
  readonly ask: (body: InvocationBody) => Promise<InvocationAnswer>;
  /** What is kept of an answer; by default all of it. */
  readonly present?: (response: unknown) => Promise<unknown>;
}

/** Reads all that the flags name, so that no row is sent for a flag that says nothing. Throws as the readers do. */
export async function prepareBatch(
  context: Context,
  name: string,
  flags: PredictFlags,
  rows: Rows,
): Promise<Prepared> {
  const transforms = await loadTransforms(context, flags, name);
  const { tools, toolChoice, responseFormat, system } = await readConversation(context, flags);
  const parameters = await readParameters(context, flags);
  const route = await chooseInvoker(context, name, flags);
  const target = await context.target();
  const refined = await refineInvoker(context, { flags, body: {}, transforms: { needsWhole: false } }, route);
  const { output, input } = transforms;
  const rowsPerCall = flags.rowsPerCall ?? 1;
  // No signal: an interrupted run waits for what is under way.
  const options = { retry: 'never', timeouts: { total: Infinity } } as const;
  return {
    rowsPerCall,
    ask: (body) => refined.invoke(body, options),
    ...(output && { present: output }),
    shaper: createRowShaper({
      settings: { ...parameters, system, tools, toolChoice, responseFormat },
      ...(input && { transform: input }),
      isLlm: flags.as === 'llm',
      isTable: rows.isTable,
      form: flags.as === undefined || flags.as === 'llm' ? 'records' : flags.as,
      rowsPerCall,
      sendsIds: flags.rowIds !== false && target.kind !== 'gateway' && !isApp(flags),
      task: () => routeTask(context, name, flags),
    }),
  };
}
