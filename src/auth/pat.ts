import { ConfigError } from '../errors.ts';
import { describeOrigin } from './attributes.ts';
import type { Provider } from './provider.ts';

/** A personal access token, or any other token that is a ready-made bearer token. */
export const pat: Provider = {
  name: 'pat',
  needs: 'DATABRICKS_TOKEN',
  applicable: ({ settings }) => settings.has('token'),
  create({ settings }, { secrets }) {
    const setting = settings.get('token');
    const token = setting?.value.trim();
    if (setting === undefined || !token) {
      throw new ConfigError('auth type "pat" needs a token', {
        hint: 'set DATABRICKS_TOKEN, or token in the profile',
      });
    }
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new ConfigError(
        `the token from ${describeOrigin(setting.origin)} holds a space or another character that no token has`,
        {
          hint: 'copy the token once more; it is one word, such as dapi followed by 32 characters',
        },
      );
    }
    secrets?.add(token);
    const headers = { authorization: `Bearer ${token}` };
    return {
      name: 'pat',
      headers: () => Promise.resolve(headers),
      token: () => Promise.resolve({ type: 'Bearer', value: token }),
    };
  },
};
