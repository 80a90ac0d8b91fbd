import { closest } from '#schemas/closest.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { ApiError, ServectlError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { CallOptions } from './call.ts';
import type { LookUp } from './data-plane.ts';
import type { Sender } from './invocation.ts';

/**
 * Sends what asks one served entity. The service has one answer for an endpoint and for an entity that is not there:
 * a look-up tells which it is, and the error then names the entities there are.
 */
export const toServedModel = (sender: Sender, lookUp: LookUp, name: string, served: string): Sender => ({
  async send(operation, options) {
    try {
      return await sender.send(operation, options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.exitCode !== ExitCode.notFound) throw error;
      throw (await missingEntity(error, lookUp, name, served, options)) ?? error;
    }
  },
});

async function missingEntity(
  cause: ApiError,
  lookUp: LookUp,
  name: string,
  served: string,
  options: CallOptions = {},
): Promise<ServectlError | undefined> {
  let names: readonly string[];
  try {
    names = servedNames(await lookUp(name, options.signal ? { signal: options.signal } : {}));
  } catch {
    // There is no such endpoint, or it may be asked and not be looked at: the first answer says more.
    options.signal?.throwIfAborted();
    return undefined;
  }
  if (names.length === 0 || names.includes(served)) return undefined;
  const near = closest(served, names);
  const sorted = near === undefined ? names : [near, ...names.filter((other) => other !== near)];
  return new ServectlError(
    cause.code,
    `endpoint '${name}' serves no entity '${served}'; it serves ${sorted.join(', ')}`,
    ExitCode.notFound,
    { cause, ...(near !== undefined && { hint: `did you mean ${near}?` }) },
  );
}

const servedNames = ({ config }: ServingEndpointDetailed): readonly string[] =>
  (config?.served_entities ?? config?.served_models ?? []).flatMap((entity) => entity.name ?? []);
