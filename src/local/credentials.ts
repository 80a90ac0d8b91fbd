import { randomBytes } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { LocalWorkspaceOptions } from './options.ts';

/** What a local workspace asks its clients for: a personal access token, or an OAuth client's id and secret. */
export type LocalCredentials = Pick<LocalWorkspaceOptions, 'token' | 'oauth'>;

/** Variables that give a fixed value in place of one made for the run. */
export const tokenVariable = 'SERVECTL_LOCAL_TOKEN';
export const clientIdVariable = 'SERVECTL_LOCAL_CLIENT_ID';
export const clientSecretVariable = 'SERVECTL_LOCAL_CLIENT_SECRET';

const defaultClientId = 'servectl-local';

/**
 * Credentials for one run: from the environment where it gives them, else random.
 * @throws UsageError for a value that could not travel in a header
 */
export function makeCredentials(
  kind: 'token' | 'oauth',
  env: Readonly<Record<string, string | undefined>>,
): LocalCredentials {
  const given = (name: string): string | undefined => checked(name, env[name]);
  // With the marks that real ones have, so that whatever looks for leaked keys finds these too.
  if (kind === 'token') return { token: given(tokenVariable) ?? `dapi${randomBytes(16).toString('hex')}` };
  return {
    oauth: {
      clientId: given(clientIdVariable) ?? defaultClientId,
      clientSecret: given(clientSecretVariable) ?? `dose${randomBytes(16).toString('hex')}`,
    },
  };
}

function checked(name: string, value: string | undefined): string | undefined {
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
