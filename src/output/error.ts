import {
  ApiError,
  DeploymentFailedError,
  ExpectationError,
  type FailedEntity,
  InvalidInputError,
  ServectlError,
} from '../errors.ts';
import { diagnosticRecords } from './diagnostics.ts';
import { escapeControls, escapeLine } from './escape.ts';
import type { Style } from './style.ts';

export interface ErrorLook {
  readonly style: Style;
  /** With --debug: the stack and the chain of causes. */
  readonly debug: boolean;
  /** In place of the sentence of an `InvalidInputError`: its findings, laid out. */
  readonly findings?: string;
}

/** The message of a failure for people: one sentence, what the server added, the fix. */
export function renderError(error: unknown, look: ErrorLook): string {
  const { style } = look;
  const failure = `${style.red('error:')} `;
  const lines: string[] = [];
  if (look.findings !== undefined) {
    lines.push(look.findings);
  } else if (error instanceof ServectlError) {
    lines.push(`${failure}${escapeControls(error.message)}`);
  } else {
    lines.push(`${failure}unexpected failure: ${escapeControls(messageOf(error))}`);
    if (!look.debug) lines.push(hintLine('run it again with --debug to see where it comes from', style));
  }
  if (error instanceof ApiError) lines.push(...apiLines(error));
  if (error instanceof DeploymentFailedError) lines.push(...deploymentLines(error));
  if (error instanceof ExpectationError) lines.push(...expectationLines(error));
  if (error instanceof ServectlError && error.hint !== undefined) lines.push(hintLine(error.hint, style));
  if (look.debug) lines.push(...stackLines(error, style));
  return `${lines.join('\n')}\n`;
}

/** The same failure for programs, as one JSON object. */
export function errorObject(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof ServectlError)) {
    return { error: { code: 'UNEXPECTED', message: messageOf(error), retryable: false } };
  }
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error instanceof ApiError ? apiFields(error) : {}),
      ...(error instanceof DeploymentFailedError ? { details: error.reasons.map(failedEntity) } : {}),
      ...(error instanceof ExpectationError ? { details: error.unmet } : {}),
      ...(error instanceof InvalidInputError ? { details: diagnosticRecords(error.diagnostics) } : {}),
      ...(error.hint === undefined ? {} : { fix: error.hint }),
      retryable: error.retryable,
    },
  };
}

const failedEntity = ({ entity, message, buildLogTail }: FailedEntity): object => ({
  entity,
  message,
  ...(buildLogTail !== undefined && { build_log_tail: buildLogTail }),
});

const apiFields = (error: ApiError): Readonly<Record<string, unknown>> => ({
  status: error.status,
  ...(error.requestId === undefined ? {} : { request_id: error.requestId }),
  ...(error.details.length === 0 ? {} : { details: error.details }),
  ...(error.retryAfterMs === undefined ? {} : { retry_after_ms: error.retryAfterMs }),
  ...(error.provider === undefined ? {} : { provider: error.provider }),
});

function apiLines(error: ApiError): string[] {
  const lines: string[] = [];
  const { provider } = error;
  if (provider && !error.message.includes(provider.message)) {
    lines.push(
      `  ${escapeControls(provider.name ?? 'the provider')} says: ${escapeControls(provider.message)}`,
    );
  }
  const facts = [`${error.code}, HTTP ${error.status}`];
  if (error.requestId !== undefined) facts.push(`request id ${error.requestId}`);
  if (error.retryAfterMs !== undefined) facts.push(`retry after ${Math.ceil(error.retryAfterMs / 1000)} s`);
  lines.push(`  (${escapeControls(facts.join(', '))})`);
  return lines;
}

function deploymentLines(error: DeploymentFailedError): string[] {
  return error.reasons.flatMap((reason) => [
    `  ${escapeControls(reason.entity)}: ${escapeControls(reason.message)}`,
    ...(reason.buildLogTail === undefined
      ? []
      : [
          '    end of its build log:',
          ...escapeControls(reason.buildLogTail)
            .trimEnd()
            .split('\n')
            .map((line) => `    | ${line}`),
        ]),
  ]);
}

const expectationLines = (error: ExpectationError): string[] =>
  error.unmet.flatMap(({ flag, expected, got, places = [] }) => [
    `  ${flag}: expected ${escapeLine(expected)}`,
    `  ${' '.repeat(flag.length)}  but got ${escapeLine(got)}`,
    ...places.map((place) => `  ${' '.repeat(flag.length)}  ${escapeLine(place)}`),
  ]);

const hintLine = (hint: string, style: Style): string => `${style.cyan('hint:')} ${escapeControls(hint)}`;

function stackLines(error: unknown, style: Style): string[] {
  const lines: string[] = [];
  for (let one = error; one instanceof Error && lines.length < 200; one = one.cause) {
    if (one !== error) lines.push(style.dim(`caused by: ${escapeControls(one.message)}`));
    lines.push(style.dim(escapeControls(one.stack?.split('\n').slice(1).join('\n') ?? '')));
  }
  return lines;
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return typeof error === 'string' ? error : 'something that is no error was thrown';
}
