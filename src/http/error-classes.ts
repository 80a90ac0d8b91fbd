import { ExitCode } from '../exit-codes.ts';
import type { ErrorClass, ErrorRule, ErrorTraits } from './error-rule.ts';
import { invocationRules } from './invocation-rules.ts';

/** Codes that decide before the status does: one code comes with several statuses. */
const byCode =
  (...codes: readonly string[]) =>
  ({ code }: ErrorTraits): boolean =>
    codes.includes(code);

const byMessage =
  (pattern: RegExp) =>
  ({ status, message }: ErrorTraits): boolean =>
    (status === 400 || status === 409) && pattern.test(message);

const byStatus =
  (...statuses: readonly number[]) =>
  ({ status }: ErrorTraits): boolean =>
    statuses.includes(status);

/** Whether the workspace does not know the token itself; every other 403 is about what its owner may do. */
export const isUnknownToken = ({ status, message }: Pick<ErrorTraits, 'status' | 'message'>): boolean =>
  status === 403 && /invalid access token/i.test(message);

/**
 * The first rule that matches holds. `error_code` wins over the status, and messages win over both: serving answers
 * a plain 400 for an update in progress, for a stopped endpoint and for a model that raised. A 400 or 422 that is none of these is invalid input,
 * and ends with 2 as a file that does not validate does.
 */
const rules: readonly ErrorRule[] = [
  {
    matches: ({ guardrail }) => guardrail,
    exitCode: ExitCode.failure,
    retryable: false,
    hint: 'change what is asked; the guardrails are in the ai_gateway of the endpoint',
  },
  ...invocationRules,
  {
    matches: byMessage(/endpoint is stopped/i),
    exitCode: ExitCode.conflict,
    retryable: false,
    hint: 'start the endpoint first: a request does not wake it',
  },
  {
    matches: byMessage(
      /update (?:is )?(?:already |currently )?in progress|being updated|currently updating|is not ready/i,
    ),
    exitCode: ExitCode.conflict,
    retryable: true,
    hint: 'wait until the update under way has ended, then try again',
  },
  {
    matches: isUnknownToken,
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'the token is wrong, expired or of another workspace: check DATABRICKS_TOKEN, or the profile',
  },
  {
    matches: byCode('TEMPORARILY_UNAVAILABLE', 'DEADLINE_EXCEEDED'),
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: 'the service is down or overloaded for now: try again later',
  },
  {
    matches: byCode('RESOURCE_EXHAUSTED', 'REQUEST_LIMIT_EXCEEDED', 'rate_limit_exceeded'),
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: 'a limit of the workspace, the endpoint or its provider is reached: send less at a time, or later',
  },
  {
    matches: byCode('UNAUTHENTICATED', 'invalid_client', 'invalid_api_key'),
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'the credentials were not accepted: check them, and that they are for this workspace',
  },
  {
    matches: byCode('PERMISSION_DENIED'),
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'the credentials are good but not allowed to do this: ask for the permission',
  },
  {
    matches: byCode(
      'RESOURCE_DOES_NOT_EXIST',
      'ENDPOINT_NOT_FOUND',
      'NOT_FOUND',
      'FEATURE_DISABLED_NOT_FOUND',
    ),
    exitCode: ExitCode.notFound,
    retryable: false,
    hint: 'check the name, and that the workspace is the right one',
  },
  {
    matches: byCode(
      'ALREADY_EXISTS',
      'RESOURCE_ALREADY_EXISTS',
      'RESOURCE_CONFLICT',
      'ABORTED',
      'INVALID_STATE',
    ),
    exitCode: ExitCode.conflict,
    retryable: false,
  },
  {
    matches: byStatus(401),
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'the credentials were not accepted: check them, and that they are for this workspace',
  },
  {
    matches: byStatus(403),
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'the credentials are good but not allowed to do this: ask for the permission',
  },
  {
    matches: byStatus(404),
    exitCode: ExitCode.notFound,
    retryable: false,
    hint: 'check the name, and that the workspace is the right one',
  },
  { matches: byStatus(409), exitCode: ExitCode.conflict, retryable: false },
  {
    matches: byStatus(413),
    exitCode: ExitCode.usage,
    retryable: false,
    hint: 'send less in one request: 16 MB is the limit for custom models, 4 MB for the rest',
  },
  { matches: byStatus(400, 405, 406, 411, 415, 422), exitCode: ExitCode.usage, retryable: false },
  {
    matches: byStatus(429),
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: 'a limit of the workspace, the endpoint or its provider is reached: send less at a time, or later',
  },
  { matches: byStatus(501, 505), exitCode: ExitCode.failure, retryable: false },
  {
    matches: ({ status }) => status >= 500 || status === 408,
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: 'the service failed; try again later, and name the request id to its support if it stays so',
  },
];

/** What to do about an error answer: the exit code of the command, whether to try again, the next step. */
export const classify = (traits: ErrorTraits): ErrorClass =>
  rules.find((rule) => rule.matches(traits)) ?? { exitCode: ExitCode.failure, retryable: false };
