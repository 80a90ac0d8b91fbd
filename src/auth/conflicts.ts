import { ConfigError } from '../errors.ts';
import { attributeList, describeOrigin, type Settings } from './attributes.ts';

/** The methods of authentication that something is configured for. */
export function familiesOf(settings: Settings): ReadonlySet<string> {
  const families = new Set<string>();
  for (const { key, family } of attributeList)
    if (family !== undefined && settings.has(key)) families.add(family);
  // A client id without its secret says whose federated token it is, where there is one.
  const federated = families.has('env-oidc') || families.has('file-oidc');
  if (federated && !settings.has('client_secret')) families.delete('oauth');
  return families;
}

/**
 * Refuses to guess between two methods of authentication; `auth_type` decides.
 *
 * @throws ConfigError that names each method and where it comes from
 */
export function checkConflicts(settings: Settings): void {
  const families = [...familiesOf(settings)].sort();
  if (families.length < 2 || settings.has('auth_type')) return;
  const sources = families.map((name) => `${name} from ${originsOf(settings, name)}`);
  throw new ConfigError(
    `more than one authorization method configured: ${families.join(' and ')} (${sources.join('; ')})`,
    { hint: 'unset one of them, or say which one with DATABRICKS_AUTH_TYPE: pat, oauth-m2m' },
  );
}

function originsOf(settings: Settings, family: string): string {
  const origins = attributeList.flatMap((attribute) => {
    const setting = attribute.family === family ? settings.get(attribute.key) : undefined;
    return setting ? [describeOrigin(setting.origin)] : [];
  });
  return [...new Set(origins)].join(', ');
}
