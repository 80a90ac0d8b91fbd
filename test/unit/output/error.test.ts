import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigError,
  DeploymentFailedError,
  InvalidInputError,
  ServectlError,
} from '../../../src/errors.ts';
import { ExitCode } from '../../../src/exit-codes.ts';
import { errorObject, renderError } from '../../../src/output/error.ts';
import { plainStyle } from '../../../src/output/style.ts';

const shown = (error: unknown, debug = false): string => renderError(error, { style: plainStyle, debug });

const limited = new ApiError(
  {
    status: 429,
    code: 'REQUEST_LIMIT_EXCEEDED',
    message: 'rate limit reached',
    requestId: 'r-1',
    retryAfterMs: 6_200,
    provider: { name: 'openai', message: 'slow down \u001b[31m', status: 429 },
    details: [{ '@type': 'x' }],
    hint: 'send less',
  },
  ExitCode.unavailable,
  true,
);

describe('a failure for people', () => {
  it('is a sentence and the fix', () => {
    expect(shown(new ConfigError('no workspace is configured', { hint: 'set DATABRICKS_HOST' }))).toBe(
      'error: no workspace is configured\nhint: set DATABRICKS_HOST\n',
    );
  });

  it('of the API names what a call to support needs, and what the provider said', () => {
    expect(shown(limited)).toBe(
      'error: rate limit reached\n' +
        '  openai says: slow down \\x1b[31m\n' +
        '  (REQUEST_LIMIT_EXCEEDED, HTTP 429, request id r-1, retry after 7 s)\n' +
        'hint: send less\n',
    );
  });

  it('says once what the provider said', () => {
    const refused = new ApiError(
      {
        status: 403,
        code: 'PERMISSION_DENIED',
        message: 'openai answered: wrong key',
        provider: { name: 'openai', message: 'wrong key' },
      },
      ExitCode.auth,
      false,
    );
    expect(shown(refused)).toBe('error: openai answered: wrong key\n  (PERMISSION_DENIED, HTTP 403)\n');
  });

  it('of a deployment names each entity and the end of its log', () => {
    const error = new DeploymentFailedError('the deployment failed', [
      { entity: 'a', message: 'no model', buildLogTail: 'line 1\nline 2\n' },
      { entity: 'b', message: 'no memory' },
    ]);
    expect(shown(error)).toBe(
      'error: the deployment failed\n' +
        '  a: no model\n    end of its build log:\n    | line 1\n    | line 2\n' +
        '  b: no memory\n',
    );
  });

  it.each([
    [new RangeError('bad index'), 'unexpected failure: bad index'],
    ['a string', 'unexpected failure: a string'],
    [undefined, 'unexpected failure: something that is no error was thrown'],
    [new Error(''), 'unexpected failure: Error'],
  ])('that nobody foresaw has no stack: %s', (error, message) => {
    expect(shown(error)).toBe(
      `error: ${message}\nhint: run it again with --debug to see where it comes from\n`,
    );
  });

  it('has its stack and its causes with --debug, and no raw control characters', () => {
    const error = new ServectlError('X', 'outer', ExitCode.failure, { cause: new Error('inner \u001b[2J') });
    const text = shown(error, true);
    expect(text).toMatch(/^error: outer\n +at /);
    expect(text).toMatch(/caused by: inner \\x1b\[2J\n +at /);
  });
});

describe('a failure for programs', () => {
  it('of the API', () => {
    expect(errorObject(limited)).toEqual({
      error: {
        code: 'REQUEST_LIMIT_EXCEEDED',
        message: 'rate limit reached',
        status: 429,
        request_id: 'r-1',
        retry_after_ms: 6_200,
        provider: { name: 'openai', message: 'slow down \u001b[31m', status: 429 },
        details: [{ '@type': 'x' }],
        fix: 'send less',
        retryable: true,
      },
    });
  });

  it('of the input holds every finding', () => {
    const range = { file: 'a.yaml', line: 2, column: 3, endLine: 2, endColumn: 5 };
    const error = new InvalidInputError([
      { severity: 'error', code: 'unknown-key', message: 'unknown key `x`', range, sourceLine: 'x: 1' },
      { severity: 'warning', code: 'w', message: 'odd' },
    ]);
    expect(errorObject(error)).toEqual({
      error: {
        code: 'INVALID_INPUT',
        message: 'unknown key `x`',
        details: [
          {
            severity: 'error',
            code: 'unknown-key',
            message: 'unknown key `x`',
            file: 'a.yaml',
            line: 2,
            column: 3,
            end_line: 2,
            end_column: 5,
          },
          { severity: 'warning', code: 'w', message: 'odd' },
        ],
        retryable: false,
      },
    });
  });

  it('that nobody foresaw', () => {
    expect(errorObject(new TypeError('boom'))).toEqual({
      error: { code: 'UNEXPECTED', message: 'boom', retryable: false },
    });
  });
});
