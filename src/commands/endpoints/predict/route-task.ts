import type { Context } from '../../../context.ts';
import { findTask } from '../../shared/endpoint-task.ts';
import type { RouteFlags } from './flags/route.ts';

/** True where an application on a cluster's driver is asked: it has no task, no signature and no limits that we know. */
export const isApp = ({ driverPort }: RouteFlags): boolean => driverPort !== undefined;

/** The task of what is asked; undefined where nobody can be asked for it. */
export const routeTask = async (
  context: Context,
  name: string,
  flags: RouteFlags,
): Promise<string | undefined> => (isApp(flags) ? undefined : findTask(context, name));
