import { ConfigError } from '../errors.ts';
import { attributeList, describeOrigin } from './attributes.ts';
import { familiesOf } from './conflicts.ts';
import { oauthM2m } from './oauth-m2m.ts';
import { pat } from './pat.ts';
import type { Credentials, Provider, ProviderServices } from './provider.ts';
import type { ResolvedConfig } from './resolve-config.ts';

/** Every method that is supported, in the order in which the Databricks SDKs try them. */
const providers: readonly Provider[] = [pat, oauthM2m];

/**
 * The credentials that the configuration asks for: of `auth_type` where it is set, else of the first method that has what
 * it needs.
 *
 * @throws ConfigError where there are none, or they are for a method that is not supported
 */
export function selectCredentials(config: ResolvedConfig, services: ProviderServices): Credentials {
  return chooseProvider(config).create(config, services);
}

function chooseProvider(config: ResolvedConfig): Provider {
  const named = config.settings.get('auth_type');
  if (named) {
    const provider = providers.find(({ name }) => name === named.value);
    if (provider) return provider;
    throw new ConfigError(`auth type "${named.value}" (${describeOrigin(named.origin)}) is not supported`, {
      hint: supported,
    });
  }
  const provider = providers.find((candidate) => candidate.applicable(config));
  if (provider) return provider;
  throw noCredentials(config);
}

const supported = `supported are ${providers.map(({ name, needs }) => `${name} (${needs})`).join(' and ')}`;

function noCredentials(config: ResolvedConfig): ConfigError {
  const { settings, host } = config;
  if (settings.has('client_id') !== settings.has('client_secret')) {
    const [missing, present] = settings.has('client_id')
      ? (['DATABRICKS_CLIENT_SECRET', 'client_id'] as const)
      : (['DATABRICKS_CLIENT_ID', 'client_secret'] as const);
    const origin = settings.get(present)?.origin;
    return new ConfigError(
      `the credentials for ${host} are incomplete: ${present}${origin ? ` (${describeOrigin(origin)})` : ''} is there alone`,
      { hint: `set ${missing}` },
    );
  }
  const [family] = familiesOf(settings);
  if (family !== undefined) {
    const keys = attributeList.filter(
      (attribute) => attribute.family === family && settings.has(attribute.key),
    );
    return new ConfigError(
      `the credentials for ${host} are for the method "${family}" (${keys.map(({ key }) => key).join(', ')}), which is not supported`,
      { hint: supported },
    );
  }
  const from = settings.get('host')?.origin;
  // The one trap that everybody meets: a host in the environment turns [DEFAULT] off.
  const trap = from && from.kind !== 'profile' && config.profile === undefined;
  return new ConfigError(`no credentials are configured for ${host}`, {
    hint: trap
      ? `set DATABRICKS_TOKEN; ~/.databrickscfg is not read where the host comes from ${describeOrigin(from)}, unless a profile is named with --profile`
      : 'set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or put them into the profile',
  });
}
