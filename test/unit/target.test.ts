import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { defaultLocalPath, parseTarget, requireWorkspace } from '../../src/target.ts';

const at = { env: {}, home: '/home/ana', platform: 'linux' };
const file = '/home/ana/.local/share/servectl/workspace.db';

describe('a target', () => {
  it.each([
    [undefined, undefined, { kind: 'databricks' }],
    ['', undefined, { kind: 'databricks' }],
    ['databricks', undefined, { kind: 'databricks' }],
    ['databricks', 'dev', { kind: 'databricks', profile: 'dev' }],
    ['databricks://dev', undefined, { kind: 'databricks', profile: 'dev' }],
    ['databricks://dev', 'dev', { kind: 'databricks', profile: 'dev' }],
    ['databricks://', 'dev', { kind: 'databricks', profile: 'dev' }],
    ['local', undefined, { kind: 'local', path: file }],
    ['local:', undefined, { kind: 'local', path: file }],
    ['local:w.db', undefined, { kind: 'local', path: 'w.db' }],
    ['local:C:\\w.db', undefined, { kind: 'local', path: 'C:\\w.db' }],
    ['local::memory:', undefined, { kind: 'local', path: ':memory:' }],
    ['http://127.0.0.1:5000', undefined, { kind: 'gateway', url: 'http://127.0.0.1:5000' }],
    [
      'HTTPS://Gateway.Example.com/ml/',
      undefined,
      { kind: 'gateway', url: 'https://gateway.example.com/ml' },
    ],
  ] as const)('%s with profile %s', (text, profile, expected) => {
    expect(parseTarget(text, profile, at)).toEqual(expected);
  });

  it.each([
    ['localhost', undefined, "unknown target 'localhost'"],
    ['http://', undefined, "the target 'http://' is no URL"],
    ['https://gateway.example.com', 'dev', '--profile has no meaning'],
    ['https://adb-1.7.azuredatabricks.net', undefined, 'is a Databricks workspace'],
    ['https://dbc-1.cloud.databricks.com/', undefined, 'is a Databricks workspace'],
    ['http://127.0.0.1:8790/serving-endpoints/', undefined, 'is a Databricks workspace'],
    ['https://ana:secret@gateway.example.com', undefined, 'the target holds a user and password'],
    ['http://gw/ml?token=secret', undefined, "the target 'http://gw/ml' holds more than a path"],
    ['http://gw/#list', undefined, "the target 'http://gw/' holds more than a path"],
    ['databricks://dev', 'prod', "--target names the profile 'dev' and --profile 'prod'"],
    ['local', 'dev', "--profile has no meaning for the target 'local'"],
  ])('%s with profile %s is refused', (text, profile, message) => {
    expect(() => parseTarget(text, profile, at)).toThrow(UsageError);
    expect(() => parseTarget(text, profile, at)).toThrow(message);
  });

  it('says of a workspace given as a URL how it is named, and shows no password', () => {
    const hintOf = (target: string): string | undefined => {
      try {
        parseTarget(target, undefined, at);
      } catch (error) {
        return error instanceof UsageError ? `${error.message}; ${error.hint ?? ''}` : undefined;
      }
      return undefined;
    };
    expect(hintOf('http://127.0.0.1:8790/serving-endpoints')).toContain(
      'set DATABRICKS_HOST=http://127.0.0.1:8790 in place of --target',
    );
    expect(hintOf('https://ana:secret@gateway.example.com')).not.toContain('secret');
  });

  it('is a workspace where that is needed, or refused with what a gateway can do', () => {
    expect(requireWorkspace({ kind: 'databricks', profile: 'dev' })).toEqual({
      kind: 'databricks',
      profile: 'dev',
    });
    expect(() => requireWorkspace({ kind: 'gateway', url: 'http://gw' })).toThrow(
      'the target http://gw is an MLflow gateway, which cannot do this',
    );
  });
});

it.each([
  ['linux', {}, file],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/servectl/workspace.db'],
  ['linux', { XDG_DATA_HOME: 'data' }, file],
  ['darwin', {}, '/home/ana/Library/Application Support/servectl/workspace.db'],
  ['win32', { LOCALAPPDATA: 'C:\\Data' }, 'C:\\Data\\servectl\\workspace.db'],
  ['win32', {}, '/home/ana\\AppData\\Local\\servectl\\workspace.db'],
])('keeps the embedded workspace on %s with %j in %s', (platform, env, expected) => {
  expect(defaultLocalPath({ ...at, env, platform })).toBe(expected);
});
