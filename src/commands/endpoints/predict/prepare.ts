import type { Invoker } from '../../../client/invoker.ts';
import type { Context } from '../../../context.ts';
import type { JsonObject } from '../../../predict/json.ts';
import { chooseInvoker } from '../../shared/choose-invoker.ts';
import { checkSize } from './check-size.ts';
import type { PredictFlags } from './flags/predict.ts';
import { refineInvoker, wantsStream } from './refine-invoker.ts';
import { readRequest } from './request.ts';
import type { Transforms } from '../../../predict/transform/transforms.ts';
import { loadTransforms } from './transforms.ts';

/** What to send, the way to send it, and what becomes of the answer. */
export interface Prepared {
  readonly body: JsonObject;
  readonly invoker: Invoker;
  readonly streams: boolean;
  readonly transforms: Transforms;
}

/** Reads all that the flags name, so that nothing is sent for a flag that says nothing. Throws as the readers do. */
export async function prepare(context: Context, name: string, flags: PredictFlags): Promise<Prepared> {
  const transforms = await loadTransforms(context, flags, name);
  const request = await readRequest(context, name, flags);
  const body = (await transforms.input?.(request)) ?? request;
  await checkSize(context, name, flags, body);
  const route = await chooseInvoker(context, name, flags);
  return {
    body,
    invoker: await refineInvoker(context, { flags, body, transforms }, route),
    streams: !transforms.needsWhole && wantsStream(flags, body),
    transforms,
  };
}
