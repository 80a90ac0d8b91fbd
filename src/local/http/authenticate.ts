import type { Context } from 'hono';
import { basicCredentials, hashOf, sameSecret } from '../oidc/tokens.ts';
import type { ControlServices } from '../services.ts';
import { ApiFault, permissionDenied } from './api-fault.ts';
import type { Caller, LocalEnvironment } from './app.ts';

/** Whoever uses a local workspace by its token, or without one in the same process. */
const owner: Caller = { name: 'local-user@localhost', kind: 'user' };

/**
 * Who sent the request: the bearer of the workspace's token or of an access token that it issued, or the Basic user `token`.
 * @throws ApiFault 401 without credentials or with expired ones, 403 with wrong ones
 */
export function authenticate(c: Context<LocalEnvironment>, services: ControlServices): Caller {
  const { options } = services;
  if (!options.requireAuth || c.env.trusted === true) return owner;
  const token = presentedToken(c.req.header('authorization'));
  if (options.token !== undefined && sameSecret(token, options.token)) return owner;
  const issued = services.store.tokens.get(hashOf(token));
  if (!issued) throw permissionDenied('Invalid access token.');
  if (issued.expiresAt <= services.now()) throw unauthenticated('The access token has expired.');
  return { name: issued.subject, kind: 'service_principal' };
}

function presentedToken(header: string | undefined): string {
  const bearer = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const basic = basicCredentials(header);
  if (basic?.user === 'token') return basic.password;
  throw unauthenticated('Credential was not sent or was of an unsupported type for this API.');
}

const unauthenticated = (message: string): ApiFault =>
  new ApiFault(401, 'UNAUTHENTICATED', message, {
    headers: { 'www-authenticate': 'Bearer realm="servectl"' },
  });
