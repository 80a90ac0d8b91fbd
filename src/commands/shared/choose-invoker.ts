import type { Invoker } from '../../client/invoker.ts';
import type { Context } from '../../context.ts';

/** Which way to an endpoint the flags ask for. */
export interface RouteFlags {
  /** `openai`: the paths of OpenAI's API. */
  readonly via?: string;
  readonly servedEntity?: string;
}

/** The way to ask the endpoint `name`: its invocations, unless the flags choose another. */
export async function chooseInvoker(context: Context, name: string, flags: RouteFlags): Promise<Invoker> {
  const [{ query }, invokers] = await Promise.all([context.client(), import('../../client/invoker.ts')]);
  if (flags.via === 'openai') return invokers.openAiInvoker(query, name);
  if (flags.servedEntity !== undefined) return invokers.servedModelInvoker(query, name, flags.servedEntity);
  return invokers.endpointInvoker(query, name);
}
