import { describe, expect, it } from 'vitest';
import { connectionError } from '../../../src/http/connection-errors.ts';

const attempt = { host: 'workspace.test', sent: false, inactivityMs: 60_000 };
const withCode = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('connectionError', () => {
  it.each([
    ['ENOTFOUND', 'DNS', 'workspace.test is not a known host name', 9, false],
    ['EAI_AGAIN', 'DNS', 'the name of workspace.test could not be looked up', 9, true],
    ['ECONNREFUSED', 'CONNECTION_REFUSED', 'workspace.test refused the connection', 9, true],
    ['UND_ERR_CONNECT_TIMEOUT', 'CONNECT_TIMEOUT', 'workspace.test could not be reached in time', 9, true],
    ['EHOSTUNREACH', 'UNREACHABLE', 'workspace.test cannot be reached', 9, true],
    [
      'ECONNRESET',
      'CONNECTION_CLOSED',
      'workspace.test closed the connection before anything was sent',
      9,
      true,
    ],
    ['UND_ERR_HEADERS_TIMEOUT', 'INACTIVITY_TIMEOUT', 'workspace.test sent no answer within 60 s', 9, true],
    ['CERT_HAS_EXPIRED', 'TLS', 'the certificate of workspace.test is not valid today', 1, false],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'TLS',
      'the certificate of workspace.test is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
      1,
      false,
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'TLS',
      'the certificate that workspace.test showed is for another name',
      1,
      false,
    ],
    ['EPROTO', 'TLS', 'no TLS connection to workspace.test could be made (EPROTO)', 1, false],
    ['EWHATEVER', 'REQUEST_FAILED', 'the request to workspace.test failed: EWHATEVER', 9, false],
  ])('explains %s', (systemCode, code, message, exitCode, retryable) => {
    expect(connectionError(withCode(systemCode), attempt)).toMatchObject({
      code,
      message,
      exitCode,
      retryable,
      ambiguous: false,
    });
  });

  it.each([true, false])('is ambiguous exactly where something was sent (%s)', (sent) => {
    expect(connectionError(withCode('ECONNRESET'), { ...attempt, sent })).toMatchObject({ ambiguous: sent });
  });

  it('looks into what gathers the failures of several addresses', () => {
    const error = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]);
    expect(connectionError(error, attempt)).toMatchObject({ code: 'CONNECTION_REFUSED' });
  });

  it('looks into what undici wraps when TLS fails behind a proxy', () => {
    const error = Object.assign(new Error('wrapped', { cause: withCode('ERR_TLS_CERT_ALTNAME_INVALID') }), {
      code: 'UND_ERR_PRX_TLS',
    });
    expect(connectionError(error, { ...attempt, proxy: 'proxy.test:3128' })).toMatchObject({
      code: 'TLS',
      message: 'the certificate that workspace.test showed is for another name',
    });
  });
});
