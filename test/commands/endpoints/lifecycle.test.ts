import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { chat, fraud } from './manifests.ts';

const terminal = { tty: true, env: { NO_COLOR: '1' } };

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  await folder.save('chat.yaml', chat);
  await folder.save('fraud.yaml', fraud);
});
afterEach(() => folder[Symbol.asyncDispose]());

const create = async (name: 'chat' | 'fraud') => {
  const { code, stderr } = await folder.run(`endpoints create -f ${name}.yaml -q`);
  expect({ code, stderr }).toMatchObject({ code: 0 });
};

describe('create', () => {
  it('waits, says what happens on stderr, and prints the endpoint', async () => {
    const { code, stdout, stderr } = await folder.run('endpoints create -f chat.yaml -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'chat',
      state: { ready: 'READY', config_update: 'NOT_UPDATING' },
    });
    expect(stderr).toBe(
      'created endpoint chat\n' +
        'waiting for endpoint chat\n' +
        'endpoint chat is updating: gpt (creating) (0 s)\n' +
        'endpoint chat is ready (0 s)\n',
    );
  });

  it('returns at once with --no-wait, and names the command that waits', async () => {
    const { code, stdout, stderr } = await folder.run('endpoints create -f chat.yaml --no-wait -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ state: { config_update: 'IN_PROGRESS' } });
    expect(stderr).toContain('not waiting; servectl endpoints wait chat does\n');
  });

  it('takes the name of the command line, and the file from stdin', async () => {
    const nameless = chat.replace('name: chat\n', '');
    const { code, stdout } = await folder.run('endpoints create chat-2 -f - -o name', { stdin: nameless });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'chat-2\n' });
  });

  it('of a name that is taken ends with 6, and with 0 where that is allowed', async () => {
    await create('chat');
    const again = await folder.run('endpoints create -f chat.yaml');
    expect(again.code).toBe(6);
    expect(again.stderr).toContain('hint: change it with servectl endpoints update chat -f chat.yaml');
    const allowed = await folder.run('endpoints create -f chat.yaml --if-not-exists -o name');
    expect(allowed).toMatchObject({ code: 0, stdout: 'chat\n' });
    expect(allowed.stderr).toBe('endpoint chat is there already and was left as it is\n');
  });

  it('grants the permissions of the manifest', async () => {
    await folder.save('granted.yaml', `${chat}permissions:\n  - group_name: users\n    level: CAN_QUERY\n`);
    const { code } = await folder.run('endpoints create -f granted.yaml');
    expect(code).toBe(0);
    const { stdout } = await folder.run('endpoints permissions get chat -o json');
    expect(JSON.parse(stdout)).toMatchObject({
      access_control_list: expect.arrayContaining([
        expect.objectContaining({
          group_name: 'users',
          all_permissions: [expect.objectContaining({ permission_level: 'CAN_QUERY' })],
        }),
      ]) as unknown,
    });
  });

  it('with --dry-run prints the requests without their secrets, and sends none', async () => {
    await folder.save(
      'plain.yaml',
      chat.replace(
        "openai_api_key: '{{secrets/llm/openai-api-key}}'",
        'openai_api_key_plaintext: sk-topsecret',
      ),
    );
    const { code, stdout, stderr } = await folder.run('endpoints create -f plain.yaml --dry-run -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { method: 'POST', path: '/api/2.0/serving-endpoints', body: { name: 'chat' } },
    ]);
    expect(stdout + stderr).not.toContain('topsecret');
    expect(stderr).not.toContain('created');
    expect((await folder.run('endpoints get chat')).code).toBe(5);
  });

  it('hints at the next command on a terminal alone', async () => {
    const onTerminal = await folder.run('endpoints create -f chat.yaml', terminal);
    expect(onTerminal.stderr).toContain('hint: ask it: servectl endpoints predict chat --message hello\n');
    await folder.run('endpoints delete chat --yes');
    const quiet = await folder.run('endpoints create -f chat.yaml -q', terminal);
    expect(quiet.stderr).toBe('');
  });
});

describe('bad input', () => {
  it('ends with 2, all findings at once with their places, and nothing is sent', async () => {
    await folder.save(
      'bad.yaml',
      chat.replace('task: llm/v1/chat', 'tsak: llm/v1/chat').replace('name: gpt-4o', 'name: 4'),
    );
    const { code, stdout, stderr } = await folder.run('endpoints create -f bad.yaml');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/bad\.yaml:\d+:\d+: error\[unknown-key\]/);
    expect(stderr).toContain('task');
    expect((await folder.run('endpoints get chat')).code).toBe(5);
  });

  it('is told as records with -o json', async () => {
    await folder.save('bad.yaml', 'name: [\n');
    const { code, stderr } = await folder.run('endpoints create -f bad.yaml -o json');
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'INVALID_INPUT',
        details: [{ code: 'yaml-syntax', file: 'bad.yaml', line: expect.any(Number) as unknown }],
      },
    });
  });

  it.each([
    ['missing.yaml', 'error[file-missing]: there is no file missing.yaml'],
    ['.', 'error[file-is-directory]: . is a directory'],
  ])('may be no file at all: %s', async (file, message) => {
    const { code, stderr } = await folder.run(`endpoints create -f ${file}`);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('may be a file that never ends', async () => {
    const { code, stderr } = await folder.run('endpoints create -f /dev/zero');
    expect(code).toBe(2);
    expect(stderr).toContain('error[file-too-large]: /dev/zero is over 32 MiB\n  hint: ');
  });

  it('is asked for from a pipe, not from a terminal', async () => {
    const { code, stderr } = await folder.run('endpoints create -f -', terminal);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error: -f - reads stdin, which is a terminal\nhint: pipe the text in, or name a file: -f FILE\n',
    );
  });
});

describe('what is merely unusual', () => {
  it('is warned of with its place, and goes on', async () => {
    await folder.save('old.yaml', `${chat}rate_limits:\n  - { renewal_period: minute, calls: 10 }\n`);
    const { code, stdout, stderr } = await folder.run('endpoints create -f old.yaml -o name');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'chat\n' });
    expect(stderr).toMatch(/^old\.yaml:\d+:\d+: warning\[/);
    expect(stderr).toContain('created endpoint chat\n');
  });

  it('works as it is: a byte order mark, CRLF, JSON', async () => {
    await folder.save('bom.yaml', `\ufeff${chat.replaceAll('\n', '\r\n')}`);
    expect((await folder.run('endpoints create -f bom.yaml -q')).stderr).toBe('');
    await folder.save('tags.json', '{"tags": [{"key": "a", "value": "b"}]}');
    expect((await folder.run('endpoints update chat -f tags.json')).code).toBe(0);
  });
});

describe('list and get', () => {
  it('list prints the rows of the server as JSON, YAML, lines, names and a table', async () => {
    await create('chat');
    const json = JSON.parse((await folder.run('endpoints list -o json')).stdout) as { name: string }[];
    expect(json.map(({ name }) => name)).toContain('chat');
    const lines = (await folder.run('endpoints list -o ndjson')).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(json);
    expect((await folder.run('endpoints list -o name')).stdout.split('\n')).toContain('chat');
    expect((await folder.run('endpoints list -o yaml')).stdout).toMatch(/^- name: |^ {2}name: chat$/m);
    const table = (await folder.run('endpoints list')).stdout;
    expect(table).toMatch(/^NAME +STATE +TASK +ENTITIES +CREATOR +UPDATED$/m);
    expect(table).toMatch(/^chat +Ready +llm\/v1\/chat +openai gpt-4o /m);
  });

  it('print the part that --query picks, by its shape', async () => {
    await create('chat');
    expect((await folder.run('endpoints get chat --query state.ready')).stdout).toBe('READY\n');
    expect((await folder.run('endpoints get chat --query state.ready -o json')).stdout).toBe('"READY"\n');
    expect((await folder.run(['endpoints', 'list', '--query', "[?name=='chat'].name"])).stdout).toBe(
      'chat\n',
    );
    expect((await folder.run(['endpoints', 'get', 'chat', '--query', 'tags'])).stdout).toBe(
      'KEY   VALUE\nteam  search\n',
    );
  });

  it('get is a summary for people', async () => {
    await create('chat');
    const { stdout } = await folder.run('endpoints get chat');
    expect(stdout).toMatch(/^Name +chat\nState +Ready\n/);
    expect(stdout).toContain('/serving-endpoints/chat/invocations');
    expect(stdout).toMatch(/^gpt +openai gpt-4o +100 % /m);
    expect(stdout).toMatch(/^team +search$/m);
  });

  it('a name that is not there ends with 5 and the one that was meant', async () => {
    await create('chat');
    const { code, stdout, stderr } = await folder.run('endpoints get chta');
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain("'chta'");
    expect(stderr).toContain('hint: did you mean chat?\n');
  });
});

describe('update', () => {
  it('of the rate limits alone deploys nothing', async () => {
    await create('chat');
    await folder.save('limits.yaml', 'rate_limits:\n  - { key: user, renewal_period: minute, calls: 10 }\n');
    const { code, stdout, stderr } = await folder.run('endpoints update chat -f limits.yaml --debug');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr.match(/^debug: > .*$/gm)?.filter((line) => /> [A-Z]+ \//.test(line))).toEqual([
      'debug: > PUT /api/2.0/serving-endpoints/chat/rate-limits',
    ]);
  });

  it('of the config waits for the deployment', async () => {
    await create('chat');
    await folder.save('config.yaml', chat.replace('gpt-4o', 'gpt-4.1').replace('name: chat\n', ''));
    const { code, stdout, stderr } = await folder.run('endpoints update chat -f config.yaml -o json');
    expect(code).toBe(0);
    expect(stderr).toContain('updated config of endpoint chat\n');
    expect(JSON.parse(stdout)).toMatchObject({
      state: { config_update: 'NOT_UPDATING' },
      config: { served_entities: [{ external_model: { name: 'gpt-4.1' } }] },
    });
  });

  it('of tags removes those that are not named', async () => {
    await create('chat');
    await folder.save('tags.yaml', 'tags:\n  - { key: stage, value: prod }\n');
    const { stdout } = await folder.run('endpoints update chat -f tags.yaml -o json');
    expect(JSON.parse(stdout)).toMatchObject({ tags: [{ key: 'stage', value: 'prod' }] });
    const again = await folder.run('endpoints update chat -f tags.yaml');
    expect(again).toMatchObject({ code: 0, stderr: 'endpoint chat is like that already\n' });
  });

  it('of an endpoint that is not there ends with 5', async () => {
    await folder.save('tags.yaml', 'tags:\n  - { key: stage, value: prod }\n');
    await folder.save('limits.yaml', 'rate_limits:\n  - { renewal_period: minute, calls: 10 }\n');
    expect((await folder.run('endpoints update nowhere -f tags.yaml')).code).toBe(5);
    expect((await folder.run('endpoints update nowhere -f limits.yaml')).code).toBe(5);
  });

  it('with --dry-run shows each call, waits for nothing and changes nothing', async () => {
    await create('chat');
    await folder.save(
      'all.yaml',
      `${chat.replace('gpt-4o', 'gpt-4.1')}ai_gateway:\n  usage_tracking_config: { enabled: true }\n`,
    );
    const { code, stdout } = await folder.run('endpoints update chat -f all.yaml --dry-run -o json');
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as { method: string; path: string }[];
    expect(shown.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /api/2.0/serving-endpoints/chat/ai-gateway',
      'PUT /api/2.0/serving-endpoints/chat/config',
    ]);
    const { stdout: after } = await folder.run('endpoints get chat --query config.config_version');
    expect(after).toBe('1\n');
  });
});

describe('delete', () => {
  it('asks on a terminal and names what goes', async () => {
    await create('chat');
    const kept = await folder.run('endpoints delete chat', { ...terminal, stdin: 'n\n' });
    expect(kept.stderr).toBe(
      'Delete endpoint chat (Ready, serves openai gpt-4o)? [y/N] nothing was deleted\n',
    );
    expect((await folder.run('endpoints get chat')).code).toBe(0);
    const gone = await folder.run('endpoints delete chat', { ...terminal, stdin: 'y\n' });
    expect(gone.code).toBe(0);
    expect((await folder.run('endpoints get chat')).code).toBe(5);
  });

  it.each([[{ tty: false }], [{ tty: true, env: { NO_COLOR: '1', CI: 'true' } }]])(
    'names the flag where nobody can be asked: %j',
    async (options) => {
      const { code, stderr } = await folder.run('endpoints delete chat', options);
      expect(code).toBe(2);
      expect(stderr).toBe(
        'error: confirmation is needed to delete endpoint chat\nhint: pass --yes: nothing is asked without a terminal, in CI or with --no-input\n',
      );
    },
  );

  it('takes several names, and prints those that are gone', async () => {
    await create('chat');
    const { code, stdout, stderr } = await folder.run(
      'endpoints delete chat gone --yes --ignore-not-found -o json',
    );
    expect({ code, stdout: JSON.parse(stdout) as unknown }).toEqual({ code: 0, stdout: [{ name: 'chat' }] });
    expect(stderr).toBe('deleted endpoint chat\nthere is no endpoint gone\n');
  });

  it('says what is gone where a later one cannot be deleted', async () => {
    await create('chat');
    const { code, stdout, stderr } = await folder.run('endpoints delete chat gone --yes -o name');
    expect({ code, stdout }).toEqual({ code: 5, stdout: 'chat\n' });
    expect(stderr).toContain('deleted endpoint chat\nerror: ');
  });
});

describe('stop, start and wait', () => {
  it('take an endpoint of a custom model down and up again', async () => {
    await create('fraud');
    const stopped = await folder.run('endpoints stop fraud');
    expect(stopped).toMatchObject({ code: 0, stderr: 'stopped endpoint fraud\n' });
    expect(stopped.stdout).toMatch(/^State +Not ready \(Stopped\)$/m);
    const waiting = await folder.run('endpoints wait fraud --ready');
    expect(waiting.code).toBe(6);
    expect(waiting.stderr).toContain("error: endpoint 'fraud' is stopped\n");
    const started = await folder.run('endpoints start fraud -o json');
    expect(started.code).toBe(0);
    expect(JSON.parse(started.stdout)).toMatchObject({ state: { ready: 'READY' } });
  });

  it.each([
    [80, true],
    [0, false],
  ])('spin on a terminal that knows its width: %i columns', async (columns, spins) => {
    const { code, stderr } = await folder.run('endpoints create -f chat.yaml', { ...terminal, columns });
    expect(code).toBe(0);
    expect(stderr.includes('\u001b[?25l')).toBe(spins);
    expect(stderr.length).toBeLessThan(2_000);
  });

  it('wait follows what --no-wait left behind', async () => {
    await folder.run('endpoints create -f chat.yaml --no-wait');
    const { code, stdout } = await folder.run('endpoints wait chat -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ state: { ready: 'READY' } });
  });
});

describe('logs, metrics and the OpenAPI document', () => {
  it('find the only served entity themselves', async () => {
    await create('fraud');
    const { code, stdout } = await folder.run('endpoints build-logs fraud');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n$/);
    const json = await folder.run('endpoints build-logs fraud -o json');
    expect(JSON.parse(json.stdout)).toEqual({ logs: stdout.trimEnd() });
    expect((await folder.run('endpoints logs fraud -o json')).code).toBe(0);
    expect(await folder.run('endpoints logs fraud')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'the log is empty\n',
    });
  });

  it('name the entities that there are', async () => {
    await create('fraud');
    const { code, stderr } = await folder.run('endpoints logs fraud other');
    expect(code).toBe(5);
    expect(stderr).toContain("error: endpoint 'fraud' serves no entity 'other'\nhint: it serves fraud-1\n");
  });

  it('come as the server sends them', async () => {
    await create('chat');
    expect((await folder.run('endpoints metrics chat')).stdout).toMatch(/^# /m);
    expect(JSON.parse((await folder.run('endpoints openapi chat')).stdout)).toHaveProperty('openapi');
  });
});
