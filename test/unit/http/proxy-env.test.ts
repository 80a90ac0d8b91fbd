import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/http/proxy-env.ts';

const https = 'https://adb-1.azuredatabricks.net';

describe('proxyFor', () => {
  it.each([
    ['nothing set', https, {}, undefined],
    ['HTTPS_PROXY for https', https, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    [
      'lower case before upper case',
      https,
      { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' },
      'http://low:1',
    ],
    ['HTTP_PROXY is not for https', https, { HTTP_PROXY: 'http://p:1' }, undefined],
    ['HTTP_PROXY for http', 'http://host.test', { HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    ['ALL_PROXY for either', https, { ALL_PROXY: 'http://p:1' }, 'http://p:1'],
    ['a proxy without a scheme', https, { HTTPS_PROXY: 'p:1' }, 'http://p:1'],
    ['an empty value turns it off', https, { https_proxy: '', HTTPS_PROXY: 'http://p:1' }, undefined],
    [
      'NO_PROXY with the host',
      https,
      { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.test, adb-1.azuredatabricks.net' },
      undefined,
    ],
    ['NO_PROXY with a domain', https, { HTTPS_PROXY: 'p:1', NO_PROXY: 'azuredatabricks.net' }, undefined],
    [
      'NO_PROXY with a leading dot',
      https,
      { HTTPS_PROXY: 'p:1', no_proxy: '.azuredatabricks.net' },
      undefined,
    ],
    ['NO_PROXY with a star', https, { HTTPS_PROXY: 'p:1', no_proxy: '*.azuredatabricks.NET' }, undefined],
    ['NO_PROXY of everything', https, { HTTPS_PROXY: 'p:1', no_proxy: '*' }, undefined],
    [
      'NO_PROXY with this port',
      https,
      { HTTPS_PROXY: 'p:1', no_proxy: 'azuredatabricks.net:443' },
      undefined,
    ],
    [
      'NO_PROXY with another port',
      https,
      { HTTPS_PROXY: 'p:1', no_proxy: 'azuredatabricks.net:8443' },
      'http://p:1',
    ],
    [
      'NO_PROXY with a mere suffix of a label',
      https,
      { HTTPS_PROXY: 'p:1', no_proxy: 'bricks.net' },
      'http://p:1',
    ],
    ['loopback is never proxied', 'http://127.0.0.1:5000', { HTTP_PROXY: 'p:1' }, undefined],
    ['nor is IPv6 loopback', 'http://[::1]:5000', { HTTP_PROXY: 'p:1' }, undefined],
    ['nor is localhost', 'https://localhost:5000', { HTTPS_PROXY: 'p:1' }, undefined],
  ])('%s', (_, origin, env, expected) => {
    expect(proxyFor(origin, env)).toBe(expected);
  });

  it.each(['http://me:hunter2@:80:80', 'ftp://me:hunter2@p'])('refuses %j without showing it', (proxy) => {
    let message = '';
    try {
      proxyFor(https, { HTTPS_PROXY: proxy });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('HTTPS_PROXY is not the URL of a proxy');
    expect(message).not.toContain('hunter2');
  });

  it('says of a SOCKS proxy that it is one, and the ways around it', () => {
    const env = { ALL_PROXY: 'socks5h://me:hunter2@127.0.0.1:1080' };
    expect(() => proxyFor('https://workspace.test', env)).toThrow(
      expect.objectContaining({
        message: 'ALL_PROXY names a SOCKS proxy, which is not supported',
        hint: expect.stringMatching(/HTTPS_PROXY, or workspace\.test in NO_PROXY/) as string,
      }),
    );
    expect(proxyFor('https://workspace.test', { ...env, HTTPS_PROXY: 'p:1' })).toBe('http://p:1');
  });
});
