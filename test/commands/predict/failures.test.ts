import { describe, expect, it } from 'vitest';
import { withRetry } from '../../../src/http/retry.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/transport.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { run } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

/** A workspace with the endpoints `chat` (deployed) and `young` (not yet), where every invocation is answered so. */
function refusing(response: HttpResponse) {
  return scriptedTransport((request: HttpRequest) => {
    if (request.method === 'POST') return response;
    if (request.path === '/api/2.0/serving-endpoints')
      return answer(200, { endpoints: [{ name: 'chat' }, { name: 'young' }] });
    if (request.path.endsWith('/chat')) return answer(200, deployed);
    if (request.path.endsWith('/young')) return answer(200, young);
    return answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Endpoint does not exist.' });
  });
}

const deployed = {
  name: 'chat',
  state: { ready: 'READY', config_update: 'NOT_UPDATING' },
  config: { served_entities: [{ name: 'gpt' }, { name: 'llama' }] },
};
const young = { name: 'young', state: { ready: 'NOT_READY', config_update: 'IN_PROGRESS' } };

const flat = (status: number, error_code: string, message: string, more: object = {}) =>
  answer(status, { error_code, message, ...more });
const provider = (status: number, provider: string, error: unknown) =>
  flat(
    status,
    'BAD_REQUEST',
    JSON.stringify({ external_model_provider: provider, external_model_error: error }),
  );
const guardrail = (side: 'input' | 'output', finding: object) =>
  flat(
    400,
    'BAD_REQUEST',
    JSON.stringify({
      usage: { prompt_tokens: 5, completion_tokens: 0, total_tokens: 5 },
      [`${side}_guardrail`]: [finding],
      finishReason: `${side}_guardrail_triggered`,
    }),
  );

const missing =
  'The given endpoint does not exist, please retry after checking the specified model and version deployment exists.';

interface Refusal {
  readonly case: string;
  readonly response: HttpResponse;
  readonly code: number;
  readonly message: string;
  readonly hint: string;
  readonly name?: string;
  readonly flags?: string;
}

const refusals: readonly Refusal[] = [
  {
    case: 'no such endpoint, as the data plane says it',
    response: flat(404, 'ENDPOINT_NOT_FOUND', missing),
    name: 'chta',
    code: 5,
    message: 'The given endpoint does not exist',
    hint: 'did you mean chat?',
  },
  {
    case: 'no such endpoint, as the control plane says it',
    response: flat(404, 'RESOURCE_DOES_NOT_EXIST', "Endpoint with name 'entirely-else' does not exist."),
    name: 'entirely-else',
    code: 5,
    message: "Endpoint with name 'entirely-else' does not exist",
    hint: 'servectl endpoints list shows those there are',
  },
  {
    case: 'no such served entity',
    response: flat(404, 'ENDPOINT_NOT_FOUND', missing),
    flags: '--served-entity gtp',
    code: 5,
    message: "endpoint 'chat' serves no entity 'gtp'; it serves gpt, llama",
    hint: 'did you mean gpt?',
  },
  {
    case: 'an endpoint that is stopped',
    response: flat(
      400,
      'BAD_REQUEST',
      'The given endpoint is stopped, please retry after starting the endpoint.',
    ),
    code: 6,
    message: 'The given endpoint is stopped',
    hint: 'a request does not wake it: servectl endpoints start chat',
  },
  {
    case: 'an endpoint that is not deployed yet, which serving does not know',
    response: flat(404, 'ENDPOINT_NOT_FOUND', missing),
    name: 'young',
    code: 6,
    message: "endpoint 'young' is still being deployed",
    hint: "add --wait, or wait with 'servectl endpoints wait young --ready'",
  },
  {
    case: 'an endpoint that says that it is not ready',
    response: flat(400, 'BAD_REQUEST', "The given endpoint 'young' is not ready"),
    name: 'young',
    code: 6,
    message: "endpoint 'young' is still being deployed",
    hint: 'add --wait',
  },
  {
    case: 'no token, or one that has expired',
    response: flat(401, 'UNAUTHENTICATED', 'Credential was not sent or was of an unsupported type'),
    code: 4,
    message: 'Credential was not sent',
    hint: 'the credentials were not accepted',
  },
  {
    case: 'a token that is none',
    response: answer(403, 'Invalid access token.'),
    code: 4,
    message: 'Invalid access token',
    hint: 'the token is wrong, expired or of another workspace',
  },
  {
    case: 'no permission to query',
    response: flat(403, 'PERMISSION_DENIED', "User does not have permission 'Query' on Endpoint 'chat'"),
    code: 4,
    message: "does not have permission 'Query'",
    hint: 'ask for the permission',
  },
  {
    case: 'a rate limit of 0',
    response: flat(
      403,
      'PERMISSION_DENIED',
      'PERMISSION_DENIED: The endpoint is disabled due to a rate limit set to 0.',
    ),
    code: 4,
    message: 'error: The endpoint is disabled due to a rate limit set to 0',
    hint: 'a rate limit of 0 turns an endpoint off',
  },
  {
    case: 'a budget that is used up',
    response: flat(403, 'PERMISSION_DENIED', 'Budget exceeded for this endpoint'),
    code: 4,
    message: 'Budget exceeded',
    hint: 'the budget is used up',
  },
  ...[
    'Requests-per-minute (RPM) rate limit exceeded for user',
    'Tokens-per-minute (TPM) rate limit exceeded for endpoint',
  ].map((limit) => ({
    case: `a rate limit of the endpoint: ${limit}`,
    response: flat(429, 'REQUEST_LIMIT_EXCEEDED', `User defined rate limit(s) exceeded for 'chat'. ${limit}`),
    code: 9,
    message: limit,
    hint: "the endpoint's own rate limit is reached",
  })),
  {
    case: 'the rate limit of the workspace',
    response: flat(
      429,
      'REQUEST_LIMIT_EXCEEDED',
      'REQUEST_LIMIT_EXCEEDED: Exceeded workspace output tokens per minute rate limit for databricks-gpt.',
    ),
    code: 9,
    message: 'error: Exceeded workspace output tokens per minute rate limit',
    hint: 'serve the model with provisioned throughput',
  },
  ...[
    'Exceeded max number of parallel requests. Please contact your Databricks representative to increase the limit.',
    'Too many concurrent requests. Consider increasing the provisioned concurrency of the served entity.',
  ].map((message) => ({
    case: `too many requests at the same time: ${message}`,
    response: flat(429, 'REQUEST_LIMIT_EXCEEDED', message),
    code: 9,
    message,
    hint: 'send fewer at once',
  })),
  {
    case: 'a guardrail on what is asked',
    response: guardrail('input', {
      flagged: true,
      categories: { violence: true, hate: false },
      category_scores: { violence: 0.99 },
    }),
    code: 1,
    message: 'the input guardrail refused the request: violence',
    hint: 'the guardrails are in the ai_gateway',
  },
  {
    case: 'a guardrail on what is answered',
    response: guardrail('output', { flagged: false, pii_detection: true }),
    code: 1,
    message: 'the output guardrail refused the answer: personal data',
    hint: 'the guardrails are in the ai_gateway',
  },
  {
    case: 'a guardrail of a Unity gateway',
    response: flat(400, 'BAD_REQUEST', "Request blocked by input guardrail 'no-competitors'"),
    code: 1,
    message: "Request blocked by input guardrail 'no-competitors'",
    hint: 'the guardrails are in the ai_gateway',
  },
  {
    case: 'a content filter that withheld the answer',
    response: answer(200, { choices: [{ message: { content: '' }, finish_reason: 'content_filter' }] }),
    code: 1,
    message: 'a content filter withheld the answer',
    hint: 'change what is asked',
  },
  {
    case: 'a model that raised',
    response: flat(
      400,
      'BAD_REQUEST',
      "Encountered an unexpected error while evaluating the model. Verify that the input is compatible with the model for inference. Error 'KeyError: age'",
      { stack_trace: 'Traceback (most recent call last):\n  File "model.py"' },
    ),
    code: 2,
    message: "Error 'KeyError: age'",
    hint: 'servectl endpoints logs chat',
  },
  ...[
    "The input must be a JSON dictionary with exactly one of the input fields {'dataframe_split', 'instances'}. Received dictionary with input fields: ['rows']",
    "Failed to enforce schema of data '   a' with schema '['b': long (required)]'",
  ].map((message) => ({
    case: `a body of the wrong form: ${message}`,
    response: flat(400, 'BAD_REQUEST', message),
    code: 2,
    message,
    hint: 'servectl endpoints predict chat --template',
  })),
  {
    case: 'a body that is too large',
    response: answer(413, 'Request Entity Too Large'),
    code: 2,
    message: 'Request Entity Too Large',
    hint: '16 MB is the limit for custom models, 4 MB for the rest',
  },
  {
    case: 'a body that is too large, as a bad request',
    response: flat(
      400,
      'BAD_REQUEST',
      'Request size 5242880 exceeds the maximum allowed size of 4194304 bytes',
    ),
    code: 2,
    message: 'exceeds the maximum allowed size',
    hint: '16 MB is the limit for custom models, 4 MB for the rest',
  },
  ...[504, 408].map((status) => ({
    case: `an answer that took too long, as a ${status}`,
    response: answer(status, ''),
    code: 9,
    message: status === 504 ? 'gateway timeout' : 'request timeout',
    hint: 'it is not asked again by itself, as each try is paid for',
  })),
  {
    case: 'the refusal of a provider',
    response: provider(400, 'openai', {
      error: { message: 'model gpt-9 does not exist', code: 'model_not_found' },
    }),
    code: 2,
    message: 'openai answered: model gpt-9 does not exist',
    hint: '',
  },
  {
    case: 'the refusal of a provider, JSON in JSON in JSON',
    response: provider(
      400,
      'amazon-bedrock',
      JSON.stringify({ message: JSON.stringify({ message: 'input is too long' }) }),
    ),
    code: 2,
    message: 'amazon-bedrock answered: input is too long',
    hint: '',
  },
  {
    case: 'a provider that does not know its key, whatever the status in front',
    response: provider(400, 'openai', { status: 401, error: { message: 'Incorrect API key provided' } }),
    code: 4,
    message: 'openai answered: Incorrect API key provided',
    hint: 'check the secret that the endpoint refers to',
  },
  {
    case: 'the limit of a provider, whatever the status in front',
    response: provider(400, 'anthropic', { status: 429, error: { message: 'Too many tokens' } }),
    code: 9,
    message: 'anthropic answered: Too many tokens',
    hint: 'send less at a time, or later',
  },
];

describe('predict is refused for', () => {
  it.each(refusals)('$case', async ({ response, code, message, hint, name = 'chat', flags = '' }) => {
    const result = await run(`endpoints predict ${name} --prompt x ${flags}`, {
      transport: refusing(response),
    });
    expect({ code: result.code, stdout: result.stdout.trim() }).toEqual({ code, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain(hint === '' ? 'error: ' : `hint: `);
    expect(result.stderr).toContain(hint);
  });

  it('a guardrail without saying what the text was', async () => {
    const finding = { flagged: true, categories: { hate: true }, anonymized_input: ['my secret words'] };
    const { stderr } = await run('endpoints predict chat --prompt x', {
      transport: refusing(guardrail('input', finding)),
    });
    expect(stderr).toContain('hate');
    expect(stderr).not.toContain('my secret words');
  });

  it('a model that raised with its stack trace only where it is asked for', async () => {
    const response = flat(400, 'BAD_REQUEST', 'Encountered an unexpected error while evaluating the model.', {
      stack_trace: 'Traceback (most recent call last):\n  File "model.py", line 3',
    });
    const ask = (flags: string) =>
      run(`endpoints predict chat --prompt x ${flags}`, { transport: refusing(response) });
    expect((await ask('')).stderr).not.toContain('Traceback');
    expect((await ask('-v')).stderr).toContain('File "model.py", line 3');
  });

  it('too many inputs in one request, which no waiting helps', async () => {
    const response = flat(
      429,
      'REQUEST_LIMIT_EXCEEDED',
      'Exceeded workspace QPS rate limit for databricks-bge.',
    );
    const data = JSON.stringify({ input: Array.from({ length: 32 }, (_, index) => `text ${index}`) });
    const { code, stderr } = await run(['endpoints', 'predict', 'chat', '--data', data], {
      transport: refusing(response),
    });
    expect(code).toBe(9);
    expect(stderr).toContain('32 inputs in one request may be what is too much');
    expect(stderr).toContain('--batch-size 16');
  });

  it('a passing limit of a provider only after it was asked again, and for a refusal at once', async () => {
    const ask = async (response: HttpResponse) => {
      const wire = refusing(response);
      const transport = withRetry(wire, { clock: fakeClock(), random: () => 0, maxAttempts: 3 });
      await run('endpoints predict chat --prompt x', { transport });
      return wire.requests.filter(({ method }) => method === 'POST').length;
    };
    expect(await ask(provider(400, 'openai', { status: 429, error: { message: 'slow down' } }))).toBe(3);
    expect(await ask(provider(400, 'openai', { status: 400, error: { message: 'no' } }))).toBe(1);
    expect(await ask(provider(502, 'openai', { status: 502, error: { message: 'bad gateway' } }))).toBe(1);
  });

  it('an app on a driver without asking the workspace about it', async () => {
    const transport = refusing(flat(404, 'NOT_FOUND', 'no such page'));
    const { code, stderr } = await run(
      'endpoints predict --cluster-id 0923-164208-meows279 --driver-port 7777 --prompt x',
      { transport },
    );
    expect(code).toBe(5);
    expect(stderr).toContain('no such page');
    expect(stderr).not.toContain('endpoints list');
    expect(transport.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it('a look-up that fails does not hide why', async () => {
    const transport = scriptedTransport((request) =>
      request.method === 'POST' ? flat(404, 'ENDPOINT_NOT_FOUND', missing) : answer(500, 'no'),
    );
    const { code, stderr } = await run('endpoints predict chat --prompt x', { transport });
    expect(code).toBe(5);
    expect(stderr).toContain('The given endpoint does not exist');
    expect(stderr).toContain('hint: servectl endpoints list shows those there are');
  });
});

describe('predict --stream is ended by', () => {
  const chunk = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hel' } }] })}\n\n`;

  it.each([
    [
      'an error with a message',
      'data: {"error":{"message":"the GPU is gone","code":"X"}}\n\n',
      'the GPU is gone',
    ],
    ['an error that is a text', 'data: {"error":"the GPU is gone"}\n\n', 'the GPU is gone'],
    [
      'a typed error',
      'data: {"type":"error","code":"X","message":"the GPU is gone","sequence_number":4}\n\n',
      'the GPU is gone',
    ],
    ['the flat envelope', 'data: {"error_code":"X","message":"the GPU is gone"}\n\n', 'the GPU is gone'],
    ['an event called error', 'event: error\ndata: the GPU is gone\n\n', 'the GPU is gone'],
    [
      'a Responses answer that failed',
      'data: {"type":"response.failed","response":{"error":{"code":"server_error","message":"the GPU is gone"}}}\n\n',
      'the GPU is gone',
    ],
    [
      'a provider, JSON in JSON',
      `data: ${JSON.stringify({
        error_code: 'BAD_REQUEST',
        message: JSON.stringify({
          external_model_provider: 'openai',
          external_model_error: { error: { message: 'too long' } },
        }),
      })}\n\n`,
      'the stream ended in an error: openai answered: too long',
    ],
    ['a frame that is no JSON', 'data: oops\n\n', 'the stream holds a frame that is not JSON'],
    ['nothing that says that it is the end', '', 'the stream ended before the answer did'],
    [
      'a content filter',
      'data: {"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}\n\ndata: [DONE]\n\n',
      'a content filter withheld the answer',
    ],
  ])('%s, with 1, after the text that came', async (_, frame, message) => {
    const { code, stdout, stderr } = await run('endpoints predict chat --prompt x --stream', {
      transport: scriptedTransport(answer(200, chunk + frame)),
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'Hel\n' });
    expect(stderr).toContain(`error: `);
    expect(stderr).toContain(message);
  });
});
