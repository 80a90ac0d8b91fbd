import { describe, expect, it } from 'vitest';
import { brokenPipe } from '../helpers/fake-host.ts';
import { run } from '../helpers/run.ts';
import { answer, scriptedTransport } from '../helpers/scripted-transport.ts';

const empty = () => scriptedTransport(answer(200, {}));

describe('a command line that is understood', () => {
  it.each([
    ['-o json endpoints list'],
    ['endpoints -o json list'],
    ['endpoints list -o json'],
    ['endpoints list -ojson'],
  ])('takes global flags before and after the verb: %s', async (argv) => {
    const { code, stdout } = await run(argv, { transport: empty() });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });

  it('takes the output format from SERVECTL_OUTPUT, and the flag before it', async () => {
    const env = { SERVECTL_OUTPUT: 'json' };
    expect((await run('endpoints list', { env, transport: empty() })).stdout).toBe('[]\n');
    expect((await run('endpoints list -o name', { env, transport: empty() })).stdout).toBe('');
  });

  it('prints its version', async () => {
    const { code, stdout } = await run('--version');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0.0.0-dev\n' });
  });
});

describe('help', () => {
  it.each([[''], ['--help'], ['help']])('is on stdout with exit code 0: "%s"', async (argv) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: servectl');
    expect(stdout).toContain('endpoints');
  });

  it('of a bare noun lists its verbs', async () => {
    const { code, stdout } = await run('endpoints');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}list /m);
  });

  it('shows examples before options', async () => {
    const { stdout } = await run('endpoints delete --help');
    expect(stdout.indexOf('Examples:')).toBeGreaterThan(0);
    expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Options:'));
  });

  it.each([
    ['help exit-codes', '130  interrupted'],
    ['help environment', 'DATABRICKS_HOST'],
    ['help variables', 'no variable: the text ${env.NAME} itself'],
    ['help endpoints wait', 'Usage: servectl endpoints wait'],
  ])('has topics: %s', async (argv, text) => {
    const { code, stdout } = await run(argv);
    expect(code).toBe(0);
    expect(stdout).toContain(text);
  });

  it('on something else names the topics', async () => {
    const { code, stderr } = await run('help nonsense');
    expect(code).toBe(2);
    expect(stderr).toBe(
      "error: there is no help on 'nonsense'\n" +
        'hint: topics are exit-codes, environment, variables; commands are listed by servectl --help\n',
    );
  });
});

describe('a command line that is not understood', () => {
  it.each([
    ['endpoint list', "error: unknown command 'endpoint'\nhint: did you mean endpoints?\n"],
    ['endpoints lst', "error: unknown command 'lst'\nhint: did you mean list?\n"],
    ['endpoints list --qery x', "error: unknown option '--qery'\nhint: did you mean --query?\n"],
    [
      'endpoints get',
      "error: missing required argument 'name'\n" +
        'hint: usage: servectl endpoints get <name> [options]; more with servectl endpoints get --help\n',
    ],
    [
      'endpoints list -o xml',
      "error: --output does not take 'xml'\nhint: one of table, json, yaml, ndjson, name\n",
    ],
    [
      'endpoints wait chat --timeout soon',
      "error: --timeout does not take 'soon'\nhint: write a duration like 90s, 20m, 1h30m or PT20M\n",
    ],
    [
      'secrets put-acl llm users OWN',
      "error: <permission> does not take 'OWN'\nhint: one of READ, WRITE, MANAGE\n",
    ],
  ])('ends with 2 and the way out: %s', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: message });
  });

  it('suggests a command whatever other names the line holds', async () => {
    const { code, stderr } = await run('validat chat diff');
    expect(code).toBe(2);
    expect(stderr).toContain("unknown command 'validat'");
    expect(stderr).toContain('did you mean validate?');
  });

  it('refuses an output format from the environment that does not exist', async () => {
    const { code, stderr } = await run('endpoints list', { env: { SERVECTL_OUTPUT: 'xml' } });
    expect(code).toBe(2);
    expect(stderr).toContain("SERVECTL_OUTPUT is 'xml'");
  });

  it('refuses a query that is no JMESPath before anything is sent', async () => {
    const transport = empty();
    const { code, stderr } = await run(['endpoints', 'delete', 'chat', '--yes', '--query', '[?'], {
      transport,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("--query '[?' is no JMESPath expression");
    expect(transport.requests).toEqual([]);
  });

  it('says it as JSON with -o json', async () => {
    const { code, stdout, stderr } = await run('endpoints lst -o json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'USAGE', message: "unknown command 'lst'", fix: 'did you mean list?', retryable: false },
    });
  });
});

describe('a failure', () => {
  it('of our own making shows no stack, and names the way to one', async () => {
    const transport = scriptedTransport(new TypeError('undefined is not a function'));
    const { code, stderr } = await run('endpoints list', { transport });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: unexpected failure: undefined is not a function\nhint: run it again with --debug to see where it comes from\n',
    );
  });

  it('shows its stack with --debug', async () => {
    const transport = scriptedTransport(new TypeError('undefined is not a function'));
    const { stderr } = await run('endpoints list --debug', { transport });
    expect(stderr).toMatch(/error: unexpected failure: undefined is not a function\n +at /);
  });

  it('is silent where the reader of the output has gone', async () => {
    const { code, stderr } = await run('endpoints list -o json', {
      transport: empty(),
      prepare: ({ stdout }) => {
        stdout.onChunk = () => {
          throw brokenPipe();
        };
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('closes the workspace nevertheless', async () => {
    const transport = scriptedTransport(new TypeError('boom'));
    await run('endpoints list', { transport });
    expect(transport.closed).toBe(true);
  });
});
