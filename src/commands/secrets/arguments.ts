export const permissions = ['READ', 'WRITE', 'MANAGE'] as const;
export type Permission = (typeof permissions)[number];

export const scopeHelp = 'name of the scope';
export const keyHelp = 'name of the secret in the scope';
export const principalHelp = 'e-mail of a user, name of a group, or application id of a service principal';

export const noScopeHint = 'servectl secrets list-scopes shows what there is';

export interface DeleteFlags {
  readonly ignoreNotFound?: boolean;
}

export const ignoreNotFoundHelp = 'what is gone already is fine';
