import { type Api, type CallOptions, get } from './call.ts';

/** The identity behind the credentials, of which only the name is read. */
export interface CurrentUser {
  /** An e-mail address, or the application id of a service principal. */
  readonly userName?: string;
}

const me = '/api/2.0/preview/scim/v2/Me';

export const currentUserClient = (api: Api) => ({
  me: async (options?: CallOptions): Promise<CurrentUser> => {
    const answer = await api.unknown(get(me), options);
    const name =
      typeof answer === 'object' && answer !== null && 'userName' in answer ? answer.userName : undefined;
    return typeof name === 'string' && name !== '' ? { userName: name } : {};
  },
});

export type CurrentUserClient = ReturnType<typeof currentUserClient>;
