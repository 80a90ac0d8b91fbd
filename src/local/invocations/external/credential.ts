import { parseSecretReference } from '#schemas/secret-reference.ts';
import { invalidParameter } from '../../http/api-fault.ts';
import type { InvocationServices } from '../../invocation-services.ts';
import type { JsonObject } from '../../models/answer.ts';
import { place, text, type ExternalCall } from './call.ts';

export type CredentialServices = Pick<InvocationServices, 'readSecret' | 'openCredential' | 'store'>;

/**
 * The credential in `config[field]`, a `{{secrets/scope/key}}` reference, or in its `_plaintext` twin. Undefined where
 * neither is there.
 * @param label how a refusal names the field: `openai_config.openai_api_key`
 * @throws ApiFault 400 that names what is missing and how to put it; never any part of a secret
 */
export function credential(
  services: CredentialServices,
  call: ExternalCall,
  config: JsonObject,
  field: string,
  label: string,
): string | undefined {
  const plaintext = text(config, `${field}_plaintext`);
  if (plaintext !== undefined) {
    return headerSafe(
      services.openCredential(call.endpoint, call.entity, plaintext),
      `${label}_plaintext`,
      call,
    );
  }
  const reference = text(config, field);
  if (reference === undefined) return undefined;
  return headerSafe(readReferenced(services, call, reference, label), label, call);
}

function readReferenced(
  services: CredentialServices,
  call: ExternalCall,
  reference: string,
  label: string,
): string {
  const parsed = parseSecretReference(reference);
  if (!parsed.ok) {
    throw invalidParameter(
      `'${label}' of ${place(call)} can't be used: ${parsed.message}. ` +
        'Write {{secrets/<scope>/<key>}} and put the secret with: servectl secrets put <scope> <key>',
    );
  }
  const { scope, key } = parsed;
  const bytes = services.readSecret(scope, key);
  if (bytes !== undefined) return new TextDecoder().decode(bytes);

  const put = `servectl secrets put ${scope} ${key}`;
  const [missing, fix] =
    services.store.secrets.scope(scope) === undefined
      ? [`there is no secret scope '${scope}'`, `servectl secrets create-scope ${scope}, then ${put}`]
      : [`the secret scope '${scope}' holds no key '${key}'`, put];
  throw invalidParameter(
    `'${label}' of ${place(call)} refers to {{secrets/${scope}/${key}}}, but ${missing}. Put it with: ${fix}`,
  );
}

/** A header can't carry white space or line breaks inside a token: a piped secret often ends in one. */
function headerSafe(value: string, label: string, call: ExternalCall): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw invalidParameter(
    `the secret in '${label}' of ${place(call)} can not be sent in a header: it is empty, or holds white space, ` +
      'a line break (at its end?) or a character that is not ASCII. Put it again without',
  );
}
