import type {
  CreateScope,
  DeleteAcl,
  DeleteScope,
  DeleteSecret,
  PutAcl,
  PutSecret,
} from '#schemas/api/secrets.ts';

/** The calls that change secrets and their scopes, with the body that each takes. */
interface SecretCallBodies {
  readonly 'create-scope': CreateScope;
  readonly 'put-secret': PutSecret;
  readonly 'delete-secret': DeleteSecret;
  readonly 'delete-scope': DeleteScope;
  readonly 'put-secret-acl': PutAcl;
  readonly 'delete-secret-acl': DeleteAcl;
}

export type SecretCallName = keyof SecretCallBodies;

/** One call of the secrets API; its body names the scope, and the key or the principal. */
export type SecretStep = {
  readonly [Name in SecretCallName]: { readonly call: Name; readonly body: SecretCallBodies[Name] };
}[SecretCallName];
