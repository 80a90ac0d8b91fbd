import { ApiError, UnexpectedAnswerError } from '../../errors.ts';
import { type Api, type CallOptions, get } from '../call.ts';
import type { GatewayServer } from './server.ts';
import { standalone } from './standalone.ts';
import { trackingServer } from './tracking-server.ts';

const servers: readonly GatewayServer[] = [standalone, trackingServer];

/**
 * Which of the gateways it is that answers at `url`. Nothing tells but the paths that each has for itself: both answer
 * `/health`, as many other servers do.
 * @throws UnexpectedAnswerError where it is none of them; as the client does where there is no answer
 */
export async function detectServer(api: Api, url: string, options: CallOptions = {}): Promise<GatewayServer> {
  for (const server of servers) {
    if (await answers(api, server, options)) return server;
  }
  throw new UnexpectedAnswerError(
    `${url} is no MLflow gateway: it answers neither ${servers.map(({ mark }) => mark).join(' nor ')}`,
    {
      hint: `check the target's path; for a Databricks workspace, or servectl local serve, set DATABRICKS_HOST in place of --target`,
    },
  );
}

async function answers(api: Api, { mark, isMark }: GatewayServer, { signal }: CallOptions): Promise<boolean> {
  try {
    return isMark(await api.unknown(get(mark), signal ? { signal } : {}));
  } catch (error) {
    const isOther =
      (error instanceof ApiError && [404, 405].includes(error.status)) ||
      (error instanceof UnexpectedAnswerError && !error.truncated);
    if (isOther) return false;
    throw error;
  }
}
