import { ExitCode } from '../exit-codes.ts';
import type { ErrorRule, ErrorTraits } from './error-rule.ts';

const said =
  (pattern: RegExp, ...statuses: readonly number[]) =>
  ({ status, message }: ErrorTraits): boolean =>
    statuses.includes(status) && pattern.test(message);

const tooLarge =
  /\b(?:request|payload|body|content)\b.{0,60}(?:too large|exceed(?:s|ed)?\b|larger than)|exceed.{0,40}\b(?:request|payload|body) size/i;

/**
 * What asking a model is refused with, told by its words: serving has few codes for many things. Texts as they were seen
 * on workspaces, and as Databricks documents them ("Debug model serving timeouts", "Model Serving limits and regions").
 */
export const invocationRules: readonly ErrorRule[] = [
  {
    matches: said(/disabled due to a rate limit set to 0/i, 403),
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'a rate limit of 0 turns an endpoint off: raise it among the rate_limits of its ai_gateway',
  },
  {
    matches: said(/\bbudget\b/i, 403),
    exitCode: ExitCode.auth,
    retryable: false,
    hint: 'the budget is used up: whoever set it can raise it, or it begins anew with its next period',
  },
  {
    matches: said(/user defined rate limit/i, 429),
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: "the endpoint's own rate limit is reached: wait up to a minute, or raise it among the rate_limits of its ai_gateway",
  },
  {
    matches: said(/\bworkspace\b.{0,60}\brate limit\b/i, 429),
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: "the workspace's limit for this model is reached: try again later, or serve the model with provisioned throughput; a request with many inputs is refused with the same words, so send fewer in one",
  },
  {
    matches: said(/parallel requests|concurrent requests|provisioned concurrency/i, 429),
    exitCode: ExitCode.unavailable,
    retryable: true,
    hint: 'too many requests at the same time: send fewer at once, or give the served entity more concurrency',
  },
  {
    matches: said(tooLarge, 400),
    exitCode: ExitCode.usage,
    retryable: false,
    hint: 'send less in one request: 16 MB is the limit for custom models, 4 MB for the rest',
  },
  {
    matches: said(/exactly one of the input fields|failed to enforce schema/i, 400),
    exitCode: ExitCode.usage,
    retryable: false,
    hint: "the body has not the form that the model's signature asks for: the endpoint's OpenAPI document shows it",
  },
  {
    matches: said(/unexpected error (?:occurred )?while evaluating the model/i, 400),
    exitCode: ExitCode.usage,
    retryable: false,
    hint: "the model itself raised this: compare the input with its signature; the endpoint's logs tell more",
  },
];
