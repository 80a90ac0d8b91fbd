import type { Invoker } from '../../../client/invoker.ts';
import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import type { JsonObject } from '../../../predict/json.ts';
import type { PredictFlags } from './flags/predict.ts';
import { requestHeaders } from './headers.ts';
import type { Transforms } from '../../../predict/transform/transforms.ts';

/** What is asked, and how. */
export interface Asking {
  readonly flags: PredictFlags;
  readonly body: JsonObject;
  readonly transforms: Pick<Transforms, 'needsWhole'>;
}

/** True where the answer is to come piece by piece; the time to the first token can be taken in no other way. */
export const wantsStream = ({ stream, maxTtft }: PredictFlags, body: JsonObject): boolean =>
  stream === true || maxTtft !== undefined || body['stream'] === true;

/**
 * The invoker that asks `body` as the flags want it: with their headers; many texts to embed in several calls; the answer
 * cut at the stop texts where the server is not told them, as custom models can't be, with `--as llm` in any case; a stream
 * put together where it is to be transformed.
 * @throws UsageError for a header that is none, or not the caller's to set
 */
export async function refineInvoker(context: Context, asking: Asking, route: Invoker): Promise<Invoker> {
  const { flags } = asking;
  const batched = await inBatches(context, flags, withHeaders(context, flags, route));
  return wholeAtOnce(asking, await cutAtStops(asking, batched));
}

/**
 * The invoker with the headers of `--header` on each request.
 * @throws UsageError for a header that is none, or not the caller's to set
 */
export function withHeaders(
  context: Context,
  { header }: Pick<PredictFlags, 'header'>,
  invoker: Invoker,
): Invoker {
  if (header.length === 0) return invoker;
  const headers = requestHeaders(context, header);
  return {
    ...invoker,
    invoke: (body, options) =>
      invoker.invoke(body, { ...options, headers: { ...options?.headers, ...headers } }),
    stream: (body, options) =>
      invoker.stream(body, { ...options, headers: { ...options?.headers, ...headers } }),
  };
}

async function inBatches(context: Context, flags: PredictFlags, invoker: Invoker): Promise<Invoker> {
  if (flags.input.length === 0) return invoker;
  const { inputBatchInvoker } = await import('../../../predict/invokers/input-batches.ts');
  const size = flags.batchSize === undefined ? {} : { size: flags.batchSize };
  return inputBatchInvoker(invoker, { ...size, clock: context.host.clock });
}

async function cutAtStops({ flags, body }: Asking, invoker: Invoker): Promise<Invoker> {
  if (flags.stop.length === 0 || ('stop' in body && flags.as !== 'llm')) return invoker;
  const { stopInvoker } = await import('../../../predict/invokers/stop-invoker.ts');
  return stopInvoker(invoker, flags.stop);
}

async function wholeAtOnce({ flags, body, transforms }: Asking, invoker: Invoker): Promise<Invoker> {
  if (!transforms.needsWhole || !wantsStream(flags, body)) return invoker;
  if (flags.maxTtft !== undefined) {
    throw new UsageError('--max-ttft has no first token to look at with --transform-output', {
      hint: 'the answer is transformed when all of it is there: --max-latency limits that',
    });
  }
  const { wholeInvoker } = await import('../../../predict/invokers/whole-invoker.ts');
  return wholeInvoker(invoker);
}
