import { describe, expect, it } from 'vitest';
import { describeOrigin } from '../../../src/auth/attributes.ts';
import { resolveConfig, type ResolvedConfig } from '../../../src/auth/resolve-config.ts';
import { selectCredentials } from '../../../src/auth/select-credentials.ts';
import { ConfigError } from '../../../src/errors.ts';
import { fakeClock } from '../../helpers/fake-host.ts';

interface Case {
  readonly env?: Record<string, string>;
  readonly file?: string;
  readonly profile?: string;
}

function resolve({ env = {}, file, profile }: Case): Promise<ResolvedConfig> {
  return resolveConfig({
    env,
    home: '/home/me',
    readFile: async (path) => (path === '/home/me/.databrickscfg' ? file : undefined),
    ...(profile === undefined ? {} : { profile }),
  });
}

/** `method host`, as a request would go out. */
async function outcome(input: Case): Promise<string> {
  const config = await resolve(input);
  const credentials = selectCredentials(config, {
    clock: fakeClock(),
    random: () => 0,
    openTransport: () => expect.fail('nothing is to be sent'),
  });
  return `${credentials.name} ${config.host}`;
}

const failure = (input: Case): Promise<ConfigError> =>
  outcome(input).then(
    (result) => expect.fail(`it resolved to ${result}`),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConfigError);
      return error as ConfigError;
    },
  );

const origins = (config: ResolvedConfig): Record<string, string> =>
  Object.fromEntries([...config.settings].map(([key, { origin }]) => [key, describeOrigin(origin)]));

const patFile = '[DEFAULT]\nhost = https://x/\ntoken = file-token\n';

// The permutations that the Databricks SDK for Go pins in its auth_permutations_test, where they touch what is supported.
describe('resolveConfig', () => {
  it.each<[string, Case, string]>([
    ['host and token', { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 't' } }, 'pat https://x'],
    ['DEFAULT with a token, its slash stripped', { file: patFile }, 'pat https://x'],
    [
      'a profile with dots in its name',
      { env: { DATABRICKS_CONFIG_PROFILE: 'a.b.c' }, file: '[a.b.c]\nhost=z\ntoken=t' },
      'pat https://z',
    ],
    [
      'client id and secret',
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_CLIENT_ID: 'i', DATABRICKS_CLIENT_SECRET: 's' } },
      'oauth-m2m https://x',
    ],
    [
      'auth_type against a conflict',
      {
        env: {
          DATABRICKS_HOST: 'x',
          DATABRICKS_TOKEN: 't',
          DATABRICKS_CLIENT_ID: 'i',
          DATABRICKS_CLIENT_SECRET: 's',
          DATABRICKS_AUTH_TYPE: 'oauth-m2m',
        },
      },
      'oauth-m2m https://x',
    ],
    [
      'an Azure host with a token',
      { env: { DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net/', DATABRICKS_TOKEN: 't' } },
      'pat https://adb-1.2.azuredatabricks.net',
    ],
    [
      'default_profile of the file',
      { file: '[__settings__]\ndefault_profile = dev\n[DEFAULT]\nhost=d\ntoken=t\n[dev]\nhost=z\ntoken=t' },
      'pat https://z',
    ],
    [
      '--profile before a host and token of the environment',
      {
        profile: 'dev',
        env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 'e' },
        file: '[dev]\nhost=z\ntoken=t',
      },
      'pat https://z',
    ],
    [
      '--profile without a token, filled from the environment',
      { profile: 'dev', env: { DATABRICKS_TOKEN: 'e' }, file: '[dev]\nhost=z' },
      'pat https://z',
    ],
    [
      "--profile's own method before another of the environment",
      {
        profile: 'dev',
        env: { DATABRICKS_TOKEN: 'e' },
        file: '[dev]\nhost=z\nclient_id=i\nclient_secret=s',
      },
      'oauth-m2m https://z',
    ],
    [
      "DATABRICKS_CONFIG_PROFILE's host after the environment's",
      {
        env: { DATABRICKS_CONFIG_PROFILE: 'dev', DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 'e' },
        file: '[dev]\nhost=z\ntoken=t',
      },
      'pat https://x',
    ],
    [
      'an empty variable as unset',
      { env: { DATABRICKS_HOST: '', DATABRICKS_TOKEN: '' }, file: patFile },
      'pat https://x',
    ],
  ])('takes %s', async (_, input, expected) => {
    expect(await outcome(input)).toBe(expected);
  });

  it.each<[string, Case, string]>([
    ['nothing', {}, 'no workspace is configured'],
    ['a token alone', { env: { DATABRICKS_TOKEN: 't' } }, 'no workspace is configured'],
    ['a host alone', { env: { DATABRICKS_HOST: 'x' } }, 'no credentials are configured for https://x'],
    [
      'a host of the environment: DEFAULT is not read',
      { env: { DATABRICKS_HOST: 'y' }, file: patFile },
      'no credentials are configured for https://y',
    ],
    [
      'two methods',
      {
        env: {
          DATABRICKS_HOST: 'x',
          DATABRICKS_TOKEN: 't',
          DATABRICKS_USERNAME: 'u',
          DATABRICKS_PASSWORD: 'p',
        },
      },
      'more than one authorization method configured: basic and pat (basic from DATABRICKS_USERNAME, DATABRICKS_PASSWORD; pat from DATABRICKS_TOKEN)',
    ],
    [
      'two methods, of the environment and of a profile',
      { env: { DATABRICKS_USERNAME: 'u', DATABRICKS_CONFIG_PROFILE: 'nohost' }, file: '[nohost]\ntoken = t' },
      'more than one authorization method configured: basic and pat (basic from DATABRICKS_USERNAME; pat from profile "nohost" in ~/.databrickscfg)',
    ],
    [
      "Terraform's variables beside a token",
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 't', ARM_CLIENT_ID: 'a' } },
      'more than one authorization method configured: azure and pat (azure from ARM_CLIENT_ID; pat from DATABRICKS_TOKEN)',
    ],
    [
      'a profile without a host',
      { env: { DATABRICKS_CONFIG_PROFILE: 'nohost' }, file: '[nohost]\ntoken = t' },
      'profile "nohost" names no host',
    ],
    ['an empty DEFAULT that nothing names', { file: '[DEFAULT]\n' }, 'no workspace is configured'],
    [
      'an empty DEFAULT that is named',
      { env: { DATABRICKS_CONFIG_PROFILE: 'DEFAULT' }, file: '[DEFAULT]\n' },
      '~/.databrickscfg has no DEFAULT profile configured (DATABRICKS_CONFIG_PROFILE)',
    ],
    [
      'a profile that is not there',
      { profile: 'prod', file: '[dev]\nhost=z' },
      '~/.databrickscfg has no prod profile configured (--profile)',
    ],
    [
      'a default profile that is not there',
      { file: '[__settings__]\ndefault_profile = gone\n[dev]\nhost=z' },
      '~/.databrickscfg has no gone profile configured (default_profile in ~/.databrickscfg)',
    ],
    [
      'the settings section as a profile',
      { profile: '__settings__', file: '[__settings__]\na=b' },
      '__settings__ is a reserved section name and cannot be used as a profile',
    ],
    [
      'a file that is named and not there',
      { env: { DATABRICKS_CONFIG_FILE: '/no/such' } },
      'there is no file /no/such, which DATABRICKS_CONFIG_FILE names',
    ],
    [
      'a method that is not supported',
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_USERNAME: 'u', DATABRICKS_PASSWORD: 'p' } },
      'the credentials for https://x are for the method "basic" (username, password), which is not supported',
    ],
    [
      'an auth_type that is not supported',
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 't', DATABRICKS_AUTH_TYPE: 'azure-cli' } },
      'auth type "azure-cli" (DATABRICKS_AUTH_TYPE) is not supported',
    ],
    [
      'an auth_type without what it needs',
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 't', DATABRICKS_AUTH_TYPE: 'oauth-m2m' } },
      'auth type "oauth-m2m" needs a client id',
    ],
    [
      'a client id without its secret',
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_CLIENT_ID: 'i' } },
      'the credentials for https://x are incomplete: client_id (DATABRICKS_CLIENT_ID) is there alone',
    ],
    [
      'a token with a space in it',
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 'dapi1 2' } },
      'the token from DATABRICKS_TOKEN holds a space or another character that no token has',
    ],
  ])('refuses %s', async (_, input, message) => {
    const error = await failure(input);
    expect(error.message).toBe(message);
    expect(error.exitCode).toBe(4);
  });

  it('names the profiles that there are where one is missing', async () => {
    const error = await failure({ profile: 'prod', file: '[dev]\nhost=z\n[empty]\n[test]\nhost=z' });
    expect(error.hint).toBe('the profiles there are dev, test');
  });

  it('tells of the trap that a host in the environment is', async () => {
    const error = await failure({ env: { DATABRICKS_HOST: 'y' }, file: patFile });
    expect(error.hint).toContain('~/.databrickscfg is not read where the host comes from DATABRICKS_HOST');
  });

  it('keeps where each value comes from', async () => {
    const config = await resolve({
      profile: 'dev',
      env: { DATABRICKS_TOKEN: 't', DATABRICKS_WORKSPACE_ID: '5' },
      file: '[dev]\nhost = z\naccount_id = a\n',
    });
    expect(origins(config)).toEqual({
      host: 'profile "dev" in ~/.databrickscfg',
      account_id: 'profile "dev" in ~/.databrickscfg',
      token: 'DATABRICKS_TOKEN',
    });
    expect(config).toMatchObject({ profile: 'dev', accountId: 'a' });
    // With --profile the environment says nothing about which workspace it is.
    expect(config.workspaceId).toBeUndefined();
  });

  it('does not count a client id beside a federated token as a method of its own', async () => {
    const env = { DATABRICKS_HOST: 'x', DATABRICKS_CLIENT_ID: 'i', DATABRICKS_OIDC_TOKEN_FILEPATH: '/t' };
    await expect(resolve({ env })).resolves.toMatchObject({ host: 'https://x' });
  });

  it('reads the file that DATABRICKS_CONFIG_FILE names, with ~ for the home directory', async () => {
    const asked: string[] = [];
    await resolveConfig({
      env: { DATABRICKS_CONFIG_FILE: '~/cfg' },
      home: '/home/me',
      readFile: async (path) => {
        asked.push(path);
        return patFile;
      },
    });
    expect(asked).toEqual(['/home/me/cfg']);
  });

  it('does not read the file at all where the environment has it all', async () => {
    const config = await resolveConfig({
      env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: 't' },
      home: '/home/me',
      readFile: () => expect.fail('it was read'),
    });
    expect(config.host).toBe('https://x');
  });

  it('shows no secret in any message', async () => {
    const canary = 'canary-4711';
    const cases: Case[] = [
      { env: { DATABRICKS_TOKEN: canary } },
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: canary, DATABRICKS_PASSWORD: canary } },
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_TOKEN: `${canary} x` } },
      { env: { DATABRICKS_HOST: 'x', DATABRICKS_CLIENT_SECRET: canary } },
      { env: { DATABRICKS_HOST: `ftp://me:${canary}@x`, DATABRICKS_TOKEN: 't' } },
      { file: `[DEFAULT]\n${canary}` },
    ];
    for (const input of cases) {
      const error = await failure(input);
      expect(`${error.message} ${error.hint ?? ''}`).not.toContain(canary);
    }
  });
});
