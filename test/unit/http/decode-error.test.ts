import { describe, expect, it } from 'vitest';
import { decodeError } from '../../../src/http/decode-error.ts';

const request = { method: 'GET', path: '/api/2.0/serving-endpoints/x' } as const;

const decode = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  decodeError(
    request,
    { status, headers },
    typeof body === 'string' ? body : JSON.stringify(body),
    Date.parse('2026-01-02T03:04:05Z'),
  );

describe('the body of an error', () => {
  it.each<[string, number, unknown, string, string]>([
    [
      'the envelope',
      404,
      { error_code: 'RESOURCE_DOES_NOT_EXIST', message: "Endpoint with name 'x' does not exist." },
      'RESOURCE_DOES_NOT_EXIST',
      "Endpoint with name 'x' does not exist.",
    ],
    ['a number for a code, an HTTP status', 404, { error_code: 404, message: 'gone' }, 'NOT_FOUND', 'gone'],
    ['a number for a code, of its own', 400, { error_code: 7001, message: 'bad' }, '7001', 'bad'],
    ['an envelope without a code', 400, { message: 'bad' }, 'BAD_REQUEST', 'bad'],
    [
      'a message that repeats the code',
      403,
      { error_code: 'PERMISSION_DENIED', message: 'PERMISSION_DENIED: no' },
      'PERMISSION_DENIED',
      'no',
    ],
    ['API 1.2', 400, { error: 'bad thing' }, 'BAD_REQUEST', 'bad thing'],
    ['API 1.2 beside a message', 400, { error: 'bad thing', message: 'other' }, 'BAD_REQUEST', 'bad thing'],
    [
      'OpenAI',
      401,
      { error: { message: 'Incorrect API key', type: 'invalid_request_error', code: 'invalid_api_key' } },
      'invalid_api_key',
      'Incorrect API key',
    ],
    [
      'OpenAI without a code',
      400,
      { error: { message: 'no', type: 'invalid_request_error', code: null } },
      'invalid_request_error',
      'no',
    ],
    [
      'SCIM',
      409,
      { detail: 'taken', status: '409', scimType: 'uniqueness' },
      'SCIM_409',
      'uniqueness: taken',
    ],
    [
      'SCIM with nothing to say',
      500,
      { detail: 'null', status: '500' },
      'SCIM_500',
      'the SCIM service failed',
    ],
    ['FastAPI', 404, { detail: 'Not Found' }, 'NOT_FOUND', 'Not Found'],
    [
      'FastAPI with findings',
      422,
      { detail: [{ loc: ['body', 'messages', 0], msg: 'field required', type: 'missing' }] },
      'UNPROCESSABLE_CONTENT',
      'body.messages.0: field required',
    ],
    [
      'a model server',
      400,
      { error_code: 'BAD_REQUEST', message: 'Encountered an unexpected error', stack_trace: 'Traceback' },
      'BAD_REQUEST',
      'Encountered an unexpected error',
    ],
    [
      'CODE: text',
      500,
      'MALFORMED_REQUEST: vpc_endpoints malformed\nparameters',
      'MALFORMED_REQUEST',
      'vpc_endpoints malformed\nparameters',
    ],
    [
      'an HTML page with <pre>',
      502,
      '<html><body><pre>upstream &amp; more\n died</pre></body></html>',
      'BAD_GATEWAY',
      'upstream & more died',
    ],
    [
      'an HTML page with a title',
      503,
      '<!doctype html><title>503 Busy</title>',
      'SERVICE_UNAVAILABLE',
      '503 Busy',
    ],
    ['an HTML page with nothing', 503, '<html></html>', 'SERVICE_UNAVAILABLE', 'service unavailable'],
    [
      'text',
      400,
      'Bad request: json: unknown field "inputs"',
      'BAD_REQUEST',
      'Bad request: json: unknown field "inputs"',
    ],
    ['nothing', 504, '', 'GATEWAY_TIMEOUT', 'gateway timeout'],
    ['nothing, of an unknown status', 599, ' \n', 'HTTP_599', 'http 599'],
    ['JSON that is no object', 400, '["a"]', 'BAD_REQUEST', '["a"]'],
    ['JSON that broke off', 400, '{"error_code":"BAD', 'BAD_REQUEST', '{"error_code":"BAD'],
    ['fields of other types', 400, { error_code: { a: 1 }, message: 5 }, 'BAD_REQUEST', 'bad request'],
  ])('is read where it is %s', (_, status, body, code, message) => {
    expect(decode(status, body)).toMatchObject({ status, code, message, method: 'GET', path: request.path });
  });

  it('keeps details of every kind, and finds the request id in them', () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.RequestInfo', request_id: 'r-1' },
      { '@type': 'type.googleapis.com/unknown', x: 1 },
    ];
    const error = decode(404, { error_code: 'NOT_FOUND', message: 'm', details }, { 'x-request-id': 'r-2' });
    expect(error.requestId).toBe('r-1');
    expect(error.details).toEqual(details);
  });

  it.each(['x-request-id', 'x-databricks-request-id'])('finds the request id in %s', (name) => {
    expect(decode(500, '', { [name]: 'r-3' }).requestId).toBe('r-3');
  });

  it('keeps at most 64 KiB of the body', () => {
    expect(decode(500, 'x'.repeat(100_000)).body).toHaveLength(64 * 1024);
  });

  it('keeps how long to wait', () => {
    expect(decode(429, '', { 'retry-after': '7' }).retryAfterMs).toBe(7000);
    expect(decode(429, '', { 'retry-after': 'Fri, 02 Jan 2026 03:04:06 GMT' }).retryAfterMs).toBe(1000);
    expect(decode(429, '').retryAfterMs).toBeUndefined();
  });
});

describe('what is inside a message', () => {
  it.each<[string, unknown, object]>([
    [
      'an object with an error object',
      {
        external_model_provider: 'openai',
        external_model_error: { error: { message: 'Bad key', code: 'invalid_api_key' } },
      },
      { name: 'openai', message: 'Bad key' },
    ],
    [
      'an object with a text',
      { external_model_provider: 'cohere', external_model_error: { message: 'too long', status_code: 429 } },
      { name: 'cohere', message: 'too long', status: 429 },
    ],
    [
      'JSON in JSON',
      { external_model_provider: 'bedrock', external_model_error: JSON.stringify({ message: 'throttled' }) },
      { name: 'bedrock', message: 'throttled' },
    ],
    [
      'a text',
      { external_model_provider: 'palm', external_model_error: 'no' },
      { name: 'palm', message: 'no' },
    ],
    ['an error without a provider', { error: { message: 'no' } }, { message: 'no' }],
  ])('is unwrapped where a provider said %s', (_, inner, provider) => {
    const error = decode(400, { error_code: 'BAD_REQUEST', message: JSON.stringify(inner) });
    expect(error.provider).toEqual(provider);
    expect(error.message).toContain('answered: ');
  });

  it('is unwrapped behind its code', () => {
    const error = decode(400, { error_code: 'BAD_REQUEST', message: 'EXTERNAL_ERROR: {"message":"no"}' });
    expect(error.provider).toEqual({ message: 'no' });
  });

  it.each([
    [429, 'REQUEST_LIMIT_EXCEEDED', /a limit .* is reached/],
    [503, 'TEMPORARILY_UNAVAILABLE', /is down or overloaded/],
  ])('tells a limit from an outage: %i %s', (status, error_code, hint) => {
    const error = decode(status, { error_code, message: 'no' });
    expect(error).toMatchObject({ exitCode: 9, retryable: true });
    expect(error.hint).toMatch(hint);
  });

  it('blames the key of the provider, not the credentials of the caller, where a provider refused', () => {
    const message = JSON.stringify({
      external_model_provider: 'openai',
      external_model_error: { error: { message: 'Incorrect API key provided' } },
    });
    const error = decode(403, { error_code: 'PERMISSION_DENIED', message });
    expect(error.exitCode).toBe(4);
    expect(error.hint).toContain('check the secret that the endpoint refers to');
  });

  it('says which guardrail refused, and not what it found', () => {
    const message = JSON.stringify({
      usage: {},
      input_guardrail: [
        {
          flagged: true,
          categories: { hate: true, violence: false },
          pii_detection: true,
          anonymized_input: ['555-1234'],
        },
      ],
      finishReason: 'input_guardrail_triggered',
    });
    expect(decode(400, { error_code: 'BAD_REQUEST', message })).toMatchObject({
      message: 'the input guardrail refused the request: hate, personal data',
      exitCode: 1,
      retryable: false,
      provider: undefined,
    });
  });

  it('is left alone where it is a sentence with braces', () => {
    const message = 'exactly one of the input fields {"inputs", "dataframe_split"}';
    expect(decode(400, { error_code: 'BAD_REQUEST', message }).message).toBe(message);
  });
});

describe('the class of an error', () => {
  const coded = (error_code: string, message = 'm') => ({ error_code, message });
  it.each<[number, unknown, number, boolean]>([
    [400, coded('INVALID_PARAMETER_VALUE'), 2, false],
    [400, coded('MALFORMED_REQUEST'), 2, false],
    [400, coded('BAD_REQUEST'), 2, false],
    [422, '', 2, false],
    [413, '', 2, false],
    [
      400,
      coded('BAD_REQUEST', 'The given endpoint is stopped, please retry after starting the endpoint.'),
      6,
      false,
    ],
    [400, coded('BAD_REQUEST', 'Cannot update: an update is in progress'), 6, true],
    [400, coded('RESOURCE_EXHAUSTED'), 9, true],
    [400, coded('RESOURCE_DOES_NOT_EXIST'), 5, false],
    [400, coded('BAD_REQUEST', "Request blocked by input guardrail 'pii'"), 1, false],
    [401, '', 4, false],
    [403, coded('PERMISSION_DENIED'), 4, false],
    [403, 'Invalid access token.', 4, false],
    [404, coded('ENDPOINT_NOT_FOUND'), 5, false],
    [404, '', 5, false],
    [409, coded('RESOURCE_CONFLICT'), 6, false],
    [409, coded('ALREADY_EXISTS'), 6, false],
    [400, coded('RESOURCE_ALREADY_EXISTS'), 6, false],
    [409, coded('ABORTED'), 6, false],
    [418, '', 1, false],
    [429, coded('REQUEST_LIMIT_EXCEEDED'), 9, true],
    [500, '', 9, true],
    [501, '', 1, false],
    [502, '<html>', 9, true],
    [503, '', 9, true],
    [504, '', 9, true],
  ])('%i %j ends with %i', (status, body, exitCode, retryable) => {
    expect(decode(status, body)).toMatchObject({ exitCode, retryable });
  });

  it('tells a wrong token from a missing permission', () => {
    expect(decode(403, 'Invalid access token.').hint).toContain('DATABRICKS_TOKEN');
    expect(decode(403, coded('PERMISSION_DENIED')).hint).toContain('ask for the permission');
  });
});
