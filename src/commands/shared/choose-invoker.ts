import type { GatewayClient } from '../../client/gateway/gateway-client.ts';
import type { Invoker } from '../../client/invoker.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import type { DriverFlags } from './driver-app.ts';
import { knownTask } from './endpoint-task.ts';

/** Which way to an endpoint the flags ask for. */
export interface RouteFlags extends DriverFlags {
  /** `openai`: the paths of OpenAI's API; `data-plane`: a route-optimised endpoint's own address. */
  readonly via?: string;
  readonly servedEntity?: string;
}

/**
 * The way to ask the endpoint `name`: its invocations, unless the flags choose another. For an app on a driver the name
 * is not looked at.
 * @throws UsageError for flags that a gateway has no meaning for
 */
export async function chooseInvoker(context: Context, name: string, flags: RouteFlags): Promise<Invoker> {
  if (flags.driverPort !== undefined) {
    const { driverInvoker } = await import('./driver-app.ts');
    return driverInvoker(context, flags.driverPort, flags);
  }
  const [gateway, invokers] = await Promise.all([context.gateway(), import('../../client/invoker.ts')]);
  if (gateway) {
    refuseRoutes(gateway, flags);
    return invokers.endpointInvoker(gateway, name);
  }
  const { query } = await context.client();
  if (flags.via === 'openai') return invokers.openAiInvoker(query, name, knownTask(context, name));
  if (flags.via === 'data-plane') return invokers.dataPlaneInvoker(query, name);
  if (flags.servedEntity !== undefined) return invokers.servedModelInvoker(query, name, flags.servedEntity);
  return invokers.endpointInvoker(query, name);
}

function refuseRoutes({ url }: GatewayClient, { via, servedEntity }: RouteFlags): void {
  const flag =
    via === undefined ? (servedEntity === undefined ? undefined : '--served-entity') : `--via ${via}`;
  if (flag === undefined) return;
  throw new UsageError(`${flag} has no meaning for the gateway ${url}`, {
    hint: `leave out ${flag}: a gateway has one way to ask an endpoint`,
  });
}
