import { ConfigError } from '../errors.ts';
import type { Env } from './proxy-env.ts';

/** The variables by which OpenSSL, Python's requests and curl are told of further certificate authorities. */
const bundleVariables = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'] as const;

/**
 * The certificate authorities to trust where the environment names a bundle: Node's own, followed by the bundle's.
 * Undefined where it names none, and Node's defaults hold. Node's defaults include `NODE_EXTRA_CA_CERTS`, which a list
 * given by hand replaces: so that file is read here, too.
 *
 * @throws ConfigError where a named file can't be read
 */
export async function trustedAuthorities(env: Env): Promise<readonly string[] | undefined> {
  const named = bundleVariables.filter((name) => env[name]);
  if (named.length === 0) return undefined;
  const [{ readFile }, { rootCertificates }] = await Promise.all([
    import('node:fs/promises'),
    import('node:tls'),
  ]);
  const extra = env['NODE_EXTRA_CA_CERTS'] ? ['NODE_EXTRA_CA_CERTS'] : [];
  // Most who set several name one file.
  const byPath = new Map([...named, ...extra].map((name) => [env[name] ?? '', name]));
  const bundles = await Promise.all(
    [...byPath].map(async ([path, name]) => {
      try {
        return await readFile(path, 'utf8');
      } catch (cause) {
        throw new ConfigError(`cannot read the certificate file "${path}" that ${name} names`, {
          hint: `correct ${name}, or unset it`,
          cause,
        });
      }
    }),
  );
  return [...rootCertificates, ...bundles];
}
