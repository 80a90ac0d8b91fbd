import type { Invoker } from '../../client/invoker.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';

/** Where an app on the driver of a cluster is. */
export interface DriverFlags {
  /** Absent: the app listens on this machine. */
  readonly clusterId?: string;
  readonly driverPort?: number;
  readonly driverPath?: string;
  readonly orgId?: string;
}

/**
 * What is asked, as messages name it: the endpoint, or the app.
 * @throws UsageError where neither is given, or both, or half of an app
 */
export function subjectOf(name: string | undefined, flags: DriverFlags): string {
  const { clusterId, driverPort } = flags;
  if (driverPort === undefined) {
    const idle = Object.entries(flagNames).find(([key]) => flags[key as keyof DriverFlags] !== undefined);
    if (idle) {
      throw new UsageError(`${idle[1]} needs the port of the app`, { hint: 'add --driver-port PORT' });
    }
    if (name !== undefined) return name;
    throw new UsageError('nothing to ask is named', {
      hint: 'name an endpoint, or an app on a cluster: --cluster-id ID --driver-port PORT',
    });
  }
  if (name !== undefined) {
    throw new UsageError(`both an endpoint, '${name}', and the port of an app are given`, {
      hint: `leave out ${name}, or --driver-port`,
    });
  }
  if (flags.orgId !== undefined && clusterId === undefined) {
    throw new UsageError('--org-id needs a cluster', { hint: 'add --cluster-id ID' });
  }
  return clusterId === undefined ? `127.0.0.1:${driverPort}` : `${clusterId}:${driverPort}`;
}

const flagNames = { clusterId: '--cluster-id', driverPath: '--driver-path', orgId: '--org-id' } as const;

/** The way to an app: by the workspace of the cluster, or on this machine, which gets no credentials. */
export async function driverInvoker(context: Context, port: number, flags: DriverFlags): Promise<Invoker> {
  const { clusterId, driverPath: path, orgId: org } = flags;
  if (clusterId !== undefined) {
    const [{ query }, { driverProxyInvoker }] = await Promise.all([
      context.client(),
      import('../../client/invoker.ts'),
    ]);
    return driverProxyInvoker(query, {
      cluster: clusterId,
      port,
      ...(path !== undefined && { path }),
      ...(org !== undefined && { org }),
    });
  }
  const [transport, { createApi }, { driverApp }] = await Promise.all([
    context.connect({ kind: 'driver', port }),
    import('../../client/call.ts'),
    import('../../client/driver-proxy.ts'),
  ]);
  return driverApp(createApi(transport), { port, ...(path !== undefined && { path }) });
}
