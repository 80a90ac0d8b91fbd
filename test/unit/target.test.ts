import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { defaultLocalPath, parseTarget } from '../../src/target.ts';

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
  ] as const)('%s with profile %s', (text, profile, expected) => {
    expect(parseTarget(text, profile, at)).toEqual(expected);
  });

  it.each([
    ['localhost', undefined, "unknown target 'localhost'"],
    ['https://gateway.example.com', undefined, 'this version cannot talk to a gateway'],
    ['databricks://dev', 'prod', "--target names the profile 'dev' and --profile 'prod'"],
    ['local', 'dev', "--profile has no meaning for the target 'local'"],
  ])('%s with profile %s is refused', (text, profile, message) => {
    expect(() => parseTarget(text, profile, at)).toThrow(UsageError);
    expect(() => parseTarget(text, profile, at)).toThrow(message);
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
