import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { phaseOf } from '../../../client/endpoint-phase.ts';
import type { Context } from '../../../context.ts';
import { ApiError, ServectlError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { type Asked, failureAdvice, stackTraceOf } from '../../../predict/failure-advice.ts';
import { isNotFound, onEndpoint } from '../near-names.ts';

/** What was asked, and whether the workspace can tell of it. */
interface Invocation extends Asked {
  /** True for an app on a driver, which the workspace knows nothing of. */
  readonly isApp?: boolean;
}

/**
 * Waits for the answer of an endpoint. Where it refuses, the error says what to do about it: it is looked up whether the
 * endpoint is there, and deployed yet.
 */
export async function explained<T>(context: Context, asked: Invocation, call: Promise<T>): Promise<T> {
  try {
    return await (asked.isApp ? call : onEndpoint(context, asked.name, call));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const trace = stackTraceOf(error);
    if (trace !== undefined) context.notes.verbose(trace.trimEnd());
    if (asked.isApp) throw error;
    const advice = failureAdvice(error, asked);
    if (advice !== undefined) error.advise(advice);
    if (!isNotFound(error) && !isUnready(error)) throw error;
    throw explainState(error, asked, await lookUp(context, asked.name));
  }
}

const isUnready = ({ status, message }: ApiError): boolean =>
  status === 400 && /\b(?:is )?not (?:yet )?ready\b/i.test(message);

/** Best effort: an error of the look-up must not hide the one that is reported. */
async function lookUp(context: Context, name: string): Promise<ServingEndpointDetailed | undefined> {
  const { signal } = context;
  try {
    const client = await context.client();
    return await client.endpoints.get(name, { signal, timeouts: { total: 10_000 } });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Serving knows no endpoint that is not deployed yet: the workspace tells it from one that is missing. */
function explainState(
  error: ApiError,
  { name }: Asked,
  endpoint: ServingEndpointDetailed | undefined,
): ServectlError {
  if (!endpoint) return error;
  const phase = phaseOf(endpoint);
  if (phase === 'updating' || phase === 'starting') {
    return new ServectlError(
      'ENDPOINT_NOT_READY',
      `endpoint '${name}' is still being deployed: ${error.message}`,
      ExitCode.conflict,
      { cause: error, hint: `add --wait, or wait with 'servectl endpoints wait ${name} --ready'` },
    );
  }
  return error;
}
