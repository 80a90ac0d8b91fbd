import { randomBytes } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { LocalWorkspaceOptions } from './options.ts';

/** What a local workspace asks its clients for: a personal access token, or an OAuth client's id and secret. */
export type LocalCredentials = Pick<LocalWorkspaceOptions, 'token' | 'oauth'>;

/** Variables that give a fixed value in place of one made for the run. */
const tokenVariable = 'SERVECTL_LOCAL_TOKEN';
const clientIdVariable = 'SERVECTL_LOCAL_CLIENT_ID';
const clientSecretVariable = 'SERVECTL_LOCAL_CLIENT_SECRET';

const defaultClientId = 'servectl-local';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A personal access token: the environment's where it gives one, else new.
 * @throws UsageError for a value that could not travel in a header
 */
export const makeToken = (env: Env = {}): string => checked(tokenVariable, env) ?? random('dapi');

/** An OAuth client: the environment's where it gives one, else with a new secret. Throws as `makeToken` does. */
export const makeOAuthClient = (env: Env = {}): NonNullable<LocalCredentials['oauth']> => ({
  clientId: checked(clientIdVariable, env) ?? defaultClientId,
  clientSecret: checked(clientSecretVariable, env) ?? random('dose'),
});

/** With the marks that real ones have, so that whatever looks for leaked keys finds these too. */
const random = (mark: string): string => mark + randomBytes(16).toString('hex');

function checked(name: string, env: Env): string | undefined {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new UsageError(`${name} holds blanks or characters that a header can't carry`);
}

/** The environment by which a Databricks client finds the workspace and signs in. */
export function clientEnvironment(
  url: string,
  { token, oauth }: LocalCredentials,
): Readonly<Record<string, string>> {
  return {
    DATABRICKS_HOST: url,
    ...(token !== undefined && { DATABRICKS_TOKEN: token }),
    ...(oauth && { DATABRICKS_CLIENT_ID: oauth.clientId, DATABRICKS_CLIENT_SECRET: oauth.clientSecret }),
  };
}
