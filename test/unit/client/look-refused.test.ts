import { describe, expect, it } from 'vitest';
import { isLookRefused } from '../../../src/client/look-refused.ts';
import { ApiError } from '../../../src/errors.ts';
import { ExitCode } from '../../../src/exit-codes.ts';

const refused = (status: number, message: string) =>
  new ApiError({ status, code: 'PERMISSION_DENIED', message }, ExitCode.auth, false);

describe('isLookRefused', () => {
  it.each([
    ['a missing permission', refused(403, 'You need Can View on the endpoint.'), true],
    ['a token that the workspace does not know', refused(403, 'Invalid access token.'), false],
    ['no credentials', refused(401, 'Credential was not sent.'), false],
    ['a fault of ours', new TypeError('no'), false],
  ])('of %s', (_what, error, expected) => {
    expect(isLookRefused(error)).toBe(expected);
  });
});
