import {
  ApiError,
  ConnectionError,
  InterruptedError,
  ServectlError,
  UnexpectedAnswerError,
} from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Blocker, PlannedStep } from '../plan/types.ts';

/** Whether the workspace may have done what was asked although no answer tells so. */
export function isAnswerLost(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.ambiguous;
  if (error instanceof UnexpectedAnswerError) return error.truncated;
  // 501 and 503 say that nothing was done.
  return error instanceof ApiError && error.status >= 500 && error.status !== 501 && error.status !== 503;
}

/** Whether the endpoint is being changed by something else: the status of such a refusal varies. */
export const isConflict = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.exitCode === ExitCode.conflict;

/** Whether what a step is to bring about is the case already, as after an answer that was lost. */
export function isDoneAlready({ step }: PlannedStep, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  switch (step.call) {
    case 'delete':
    case 'delete-secret':
    case 'delete-scope':
    case 'delete-secret-acl':
      return error.exitCode === ExitCode.notFound;
    case 'create-scope':
      return isTaken(error);
    default:
      return false;
  }
}

/** The codes of a name that is taken. */
export const isTaken = (error: unknown): error is ApiError =>
  error instanceof ApiError && ['RESOURCE_ALREADY_EXISTS', 'ALREADY_EXISTS'].includes(error.code);

export const isInterrupt = (error: unknown): error is InterruptedError => error instanceof InterruptedError;

/** The wait ended, and what is deployed isn't what was sent. */
export const notAsSent = (name: string, paths: readonly string[]): ServectlError =>
  new ServectlError(
    'NOT_AS_SENT',
    `endpoint '${name}' was deployed, but not as it was sent: ${paths.join(', ')}`,
    ExitCode.conflict,
    { hint: 'somebody else may be changing it at the same time; see what differs with servectl diff' },
  );

/** The endpoint isn't any more what a saved plan was made for. */
export const movedSincePlan = (name: string): ServectlError =>
  new ServectlError(
    'PLAN_OUTDATED',
    `endpoint '${name}' has been changed since the plan was made`,
    ExitCode.conflict,
    { hint: 'make a new plan with servectl diff --out' },
  );

/** What a plan says must not be done. */
export class BlockedError extends ServectlError {
  override readonly name = 'BlockedError';
  constructor(blockers: readonly Blocker[]) {
    const [first] = blockers;
    super(
      'BLOCKED',
      blockers.map(({ message }) => message).join('; '),
      ExitCode.usage,
      first?.hint === undefined ? {} : { hint: first.hint },
    );
  }
}
