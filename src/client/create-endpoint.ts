import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { ApiError, ConnectionError, ServectlError, UnexpectedAnswerError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { isSameDeployment, type SentEndpoint } from './same-deployment.ts';

export interface CreateCalls {
  /** Sends the create request. */
  readonly create: () => Promise<ServingEndpointDetailed>;
  /** Reads the endpoint of that name. */
  readonly find: () => Promise<ServingEndpointDetailed>;
}

/**
 * Creates an endpoint, and never twice. Where the answer is lost (a reset, a timeout, half a body, a 500, 502 or 504) the
 * workspace may have done the work, so the name is looked up before anything is sent again: what is found and is what
 * was sent is the answer, what is found and differs is a conflict, and only a name that isn't there is sent once more.
 */
export async function createEndpoint(
  sent: SentEndpoint,
  { create, find }: CreateCalls,
): Promise<ServingEndpointDetailed> {
  try {
    return await create();
  } catch (lost) {
    if (!isAnswerLost(lost)) throw lost;
    return (await lookUp(sent, find, lost)) ?? (await createAgain(sent, { create, find }));
  }
}

async function createAgain(
  sent: SentEndpoint,
  { create, find }: CreateCalls,
): Promise<ServingEndpointDetailed> {
  try {
    return await create();
  } catch (error) {
    // The first request may have been still under way when the name was looked up.
    if (!isAnswerLost(error) && !isAlreadyThere(error)) throw error;
    const found = await lookUp(sent, find, error);
    if (found) return found;
    throw error;
  }
}

/** The endpoint, where it is there and is what was sent; nothing where the name is free. */
async function lookUp(
  sent: SentEndpoint,
  find: CreateCalls['find'],
  lost: unknown,
): Promise<ServingEndpointDetailed | undefined> {
  let found: ServingEndpointDetailed;
  try {
    found = await find();
  } catch (error) {
    if (error instanceof ApiError && error.exitCode === ExitCode.notFound) return undefined;
    // Whether the endpoint is there stays unknown; what is worth telling is why the create had no answer.
    if (error instanceof ServectlError) throw lost;
    throw error;
  }
  if (isSameDeployment(sent, found)) return found;
  throw new ServectlError(
    'RESOURCE_CONFLICT',
    `an endpoint named '${sent.name}' is there, but with other served entities than were sent`,
    ExitCode.conflict,
    {
      cause: lost,
      hint: `look at it with 'servectl endpoints get ${sent.name}', then update it or choose another name`,
    },
  );
}

function isAnswerLost(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.ambiguous;
  if (error instanceof UnexpectedAnswerError) return error.truncated;
  // 501 and 503 say that nothing was done.
  return error instanceof ApiError && error.status >= 500 && error.status !== 501 && error.status !== 503;
}

const isAlreadyThere = (error: unknown): boolean =>
  error instanceof ApiError && error.exitCode === ExitCode.conflict;
