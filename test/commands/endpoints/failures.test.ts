import { describe, expect, it } from 'vitest';
import { ConnectionError, UnexpectedAnswerError } from '../../../src/errors.ts';
import { ExitCode } from '../../../src/exit-codes.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer, scriptedTransport, type Answer } from '../../helpers/scripted-transport.ts';
import { chat } from './manifests.ts';

const updating = (message = '') =>
  answer(200, {
    name: 'chat',
    state: { ready: 'NOT_READY', config_update: 'IN_PROGRESS' },
    pending_config: {
      served_entities: [
        { name: 'gpt', state: { deployment: 'DEPLOYMENT_CREATING', deployment_state_message: message } },
      ],
    },
  });
const ready = answer(200, {
  name: 'chat',
  id: '1',
  state: { ready: 'READY', config_update: 'NOT_UPDATING' },
});
const failure = (status: number, error_code: string, message = 'no', headers = {}) =>
  answer(status, { error_code, message }, headers);

const against = (answers: readonly Answer[], options: RunOptions = {}) => ({
  ...options,
  transport: scriptedTransport(...answers),
});

describe('what the workspace answers decides the exit code', () => {
  it.each<[string, Answer, number]>([
    ['a 400', failure(400, 'INVALID_PARAMETER_VALUE'), 2],
    ['a 401', failure(401, 'UNAUTHENTICATED'), 4],
    ['a 403', failure(403, 'PERMISSION_DENIED'), 4],
    ['a 404', failure(404, 'RESOURCE_DOES_NOT_EXIST'), 5],
    ['a 409', failure(409, 'RESOURCE_CONFLICT'), 6],
    ['a 429', failure(429, 'REQUEST_LIMIT_EXCEEDED'), 9],
    ['a 500', failure(500, 'INTERNAL_ERROR'), 9],
    ['a 503', failure(503, 'TEMPORARILY_UNAVAILABLE'), 9],
    [
      'an HTML page',
      answer(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
      1,
    ],
    ['half an answer', new UnexpectedAnswerError('the answer broke off', { truncated: true }), 1],
    [
      'no answer',
      new ConnectionError('REFUSED', 'host refused the connection', { retryable: true, ambiguous: false }),
      9,
    ],
    [
      'a TLS refusal',
      new ConnectionError('TLS', 'the certificate is not trusted', {
        retryable: false,
        ambiguous: false,
        exitCode: ExitCode.failure,
      }),
      1,
    ],
  ])('%s', async (_case, given, expected) => {
    const { code, stdout, stderr } = await run('endpoints get chat', against([given]));
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('names the request id and how long to wait', async () => {
    const { stderr } = await run(
      'endpoints list',
      against([
        failure(429, 'REQUEST_LIMIT_EXCEEDED', 'too many', { 'retry-after': '7', 'x-request-id': 'r-1' }),
      ]),
    );
    expect(stderr).toContain('error: too many\n');
    expect(stderr).toContain('(REQUEST_LIMIT_EXCEEDED, HTTP 429, request id r-1, retry after 7 s)\n');
  });

  it('gives programs one JSON object on stderr', async () => {
    const { stdout, stderr } = await run(
      'endpoints list -o json',
      against([failure(403, 'PERMISSION_DENIED', 'no access', { 'x-request-id': 'r-1' })]),
    );
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'PERMISSION_DENIED',
        message: 'no access',
        status: 403,
        request_id: 'r-1',
        retryable: false,
      },
    });
  });
});

describe('a create whose answer is lost', () => {
  const lost = new ConnectionError('RESET', 'the connection was reset', {
    retryable: false,
    ambiguous: true,
  });
  const found = answer(200, {
    name: 'chat',
    state: { ready: 'READY', config_update: 'NOT_UPDATING' },
    config: {
      served_entities: [
        { name: 'gpt', external_model: { provider: 'openai', name: 'gpt-4o', task: 'llm/v1/chat' } },
      ],
    },
  });

  it('is looked up by name, and not sent again where it is there', async () => {
    const options = against([lost, found], { stdin: chat });
    const { code } = await run('endpoints create -f - --no-wait', options);
    expect(code).toBe(0);
    expect(options.transport.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('is sent once more where it is not there', async () => {
    const options = against([lost, failure(404, 'RESOURCE_DOES_NOT_EXIST'), ready, ready], { stdin: chat });
    const { code } = await run('endpoints create -f -', options);
    expect(code).toBe(0);
    expect(options.transport.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
  });
});

describe('a create whose permissions fail', () => {
  it('says that the endpoint is there, and what grants them', async () => {
    const granted = `${chat}permissions:\n  - { group_name: users, level: CAN_QUERY }\n`;
    const options = against([ready, failure(403, 'PERMISSION_DENIED')], { stdin: granted });
    const { code, stderr } = await run('endpoints create -f -', options);
    expect(code).toBe(4);
    expect(stderr).toContain(
      'warning: endpoint chat was created, but not its permissions: servectl endpoints update chat -f - grants them\n',
    );
    expect(options.transport.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/2.0/serving-endpoints',
      'PATCH /api/2.0/permissions/serving-endpoints/1',
    ]);
  });
});

describe('a wait', () => {
  it('ends with 7 when its time is up, and says how to go on', async () => {
    const { code, stderr } = await run('endpoints wait chat --timeout 90s', against([updating()]));
    expect(code).toBe(7);
    expect(stderr).toMatch(
      /error: endpoint 'chat' is still updating after 90 s\nhint: .*servectl endpoints wait chat/,
    );
  });

  it('tells each state once, and that it goes on every fifteen seconds', async () => {
    const { stderr } = await run('endpoints wait chat --timeout 45s', against([updating('pulling')]));
    const lines = stderr.split('\n').filter((line) => line.startsWith('endpoint chat is updating'));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines[0]).toBe('endpoint chat is updating: gpt (creating: pulling) (0 s)');
  });

  it('ends with 1 and the reasons where the deployment failed', async () => {
    const failed = answer(200, {
      name: 'fraud',
      state: { ready: 'NOT_READY', config_update: 'UPDATE_FAILED' },
      pending_config: {
        served_entities: [
          {
            name: 'fraud-1',
            entity_name: 'main.default.fraud',
            state: { deployment: 'DEPLOYMENT_FAILED', deployment_state_message: 'no such model version' },
          },
        ],
      },
    });
    const log = answer(200, { logs: 'step 1\nstep 2: \u001b[31mboom\n' });
    const { code, stderr } = await run('endpoints wait fraud', against([failed, log]));
    expect(code).toBe(1);
    expect(stderr).toContain('endpoint fraud has failed to deploy');
    expect(stderr).toContain("error: the deployment of endpoint 'fraud' failed\n");
    expect(stderr).toContain('  fraud-1: no such model version\n');
    expect(stderr).toContain('    | step 2: \\x1b[31mboom\n');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at %s with %i, and says what goes on', async (signal, expected) => {
    let looks = 0;
    let stop = (): void => undefined;
    const transport = scriptedTransport((request) => {
      looks += 1;
      if (looks === 3) stop();
      request.signal?.throwIfAborted();
      return updating();
    });
    const { code, stdout, stderr } = await run('endpoints wait chat', {
      transport,
      prepare: (host) => {
        stop = () => host.interruptWith(signal);
      },
    });
    expect({ code, stdout, looks }).toEqual({ code: expected, stdout: '', looks: 3 });
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      'warning: no longer waiting; the deployment goes on: servectl endpoints wait chat',
    );
    expect(transport.closed).toBe(true);
  });
});

describe('an interrupt while something is sent', () => {
  it.each([
    [
      'create -f -',
      chat,
      'warning: endpoint chat may have been created: servectl endpoints get chat tells\n',
    ],
    [
      'update chat -f -',
      'rate_limits: []\n',
      'warning: rate_limits may have been changed: servectl endpoints get chat tells\n',
    ],
    [
      'delete chat --yes',
      '',
      'warning: endpoint chat may have been deleted: servectl endpoints get chat tells\n',
    ],
    ['stop chat', '', 'warning: endpoint chat may have been stopped: servectl endpoints get chat tells\n'],
    ['start chat', '', 'warning: endpoint chat may have been started: servectl endpoints get chat tells\n'],
  ])('says what is not known: %s', async (argv, stdin, warning) => {
    let stop = (): void => undefined;
    const transport = scriptedTransport((request) => {
      stop();
      request.signal?.throwIfAborted();
      return ready;
    });
    const { code, stderr } = await run(`endpoints ${argv}`, {
      transport,
      stdin,
      prepare: (host) => {
        stop = () => host.interruptWith('SIGINT');
      },
    });
    expect({ code, sent: transport.requests.length }).toEqual({ code: 130, sent: 1 });
    expect(stderr.endsWith(warning)).toBe(true);
  });
});

describe('an update that fails half way', () => {
  it('names what was changed before', async () => {
    const document = 'email_notifications: { on_update_failure: [a@example.com] }\nrate_limits: []\n';
    const { code, stderr } = await run(
      'endpoints update chat -f -',
      against([answer(200, {}), failure(403, 'PERMISSION_DENIED')], { stdin: document }),
    );
    expect(code).toBe(4);
    expect(stderr).toContain('warning: these were changed before: email_notifications\n');
  });
});

describe('texts of a server that mean harm to a terminal', () => {
  const hostile = '\u001b]0;owned\u0007\u009b2J\u202egnp\r\nx';
  const row = {
    name: hostile,
    creator: hostile,
    state: { ready: 'READY' },
    tags: [{ key: hostile, value: hostile }],
  };
  const raw = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

  it.each([['table'], ['json'], ['yaml'], ['ndjson'], ['name']])(
    'are shown and not obeyed with -o %s',
    async (format) => {
      const env = { NO_COLOR: '1' };
      const listed = await run(
        `endpoints list -o ${format}`,
        against([answer(200, { endpoints: [row] })], { tty: true, columns: 400, env }),
      );
      expect(listed.code).toBe(0);
      expect(listed.stdout).toContain('owned');
      expect(listed.stdout).not.toMatch(raw);
      const got = await run(`endpoints get x -o ${format}`, against([answer(200, row)], { tty: true, env }));
      expect(got.stdout).not.toMatch(raw);
    },
  );

  it('keep their meaning as JSON on a terminal too', async () => {
    const { stdout } = await run(
      'endpoints list -o json',
      against([answer(200, { endpoints: [row] })], { tty: true }),
    );
    expect(JSON.parse(stdout)).toEqual([row]);
  });

  it('pass a pipe as the server sent them', async () => {
    const log = 'a\u001b[31mred\u001b[0m\r\n';
    const { stdout } = await run('endpoints metrics chat', against([answer(200, log)]));
    expect(stdout).toBe(log);
    const shown = await run('endpoints metrics chat', against([answer(200, log)], { tty: true }));
    expect(shown.stdout).toBe('a\\x1b[31mred\\x1b[0m\n');
  });

  it.each([['table'], ['json']])('are harmless in messages with -o %s', async (format) => {
    const { stderr } = await run(`endpoints get x -o ${format}`, against([failure(400, 'BAD', hostile)]));
    expect(stderr).toContain('owned');
    expect(stderr).not.toMatch(raw);
  });
});

describe('logs --follow', () => {
  it('prints what is new at each look until it is interrupted', async () => {
    const windows = ['a\nb\n', 'a\nb\n', 'b\nc', 'b\ncd\ne\n'];
    let stop = (): void => undefined;
    let looks = 0;
    const endpoint = answer(200, { name: 'fraud', config: { served_entities: [{ name: 'fraud-1' }] } });
    const transport = scriptedTransport(endpoint, () => {
      const window = windows[Math.min(looks, windows.length - 1)];
      looks += 1;
      if (looks > windows.length) stop();
      return answer(200, { logs: window });
    });
    const { code, stdout } = await run('endpoints logs fraud --follow', {
      transport,
      prepare: (host) => {
        stop = () => host.interruptWith('SIGINT');
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: 'a\nb\ncd\ne\n' });
  });

  it('is not for one whole value', async () => {
    const { code, stderr } = await run('endpoints logs fraud --follow -o json', against([ready]));
    expect(code).toBe(2);
    expect(stderr).toContain('--follow prints text');
  });
});
