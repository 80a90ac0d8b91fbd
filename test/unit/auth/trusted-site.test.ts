import { describe, expect, it } from 'vitest';
import { isPrivateChannel, isTrustedSite } from '../../../src/auth/trusted-site.ts';

describe('isTrustedSite', () => {
  it.each([
    ['https://x.cloud.databricks.com/oidc', 'https://x.cloud.databricks.com', true],
    ['https://login.databricks.com/oidc', 'https://x.cloud.databricks.com', true],
    ['https://adb-2.3.azuredatabricks.net/oidc', 'https://adb-1.2.azuredatabricks.net', true],
    ['https://x.test:8443/oidc', 'https://x.test', true],
    ['http://127.0.0.1:5000/oidc', 'http://127.0.0.1:5000', true],
    ['http://127.0.0.1:5001/oidc', 'http://127.0.0.1:5000', false],
    ['http://localhost:5000/oidc', 'http://127.0.0.1:5000', false],
    ['http://x.cloud.databricks.com/oidc', 'https://x.cloud.databricks.com', false],
    ['https://evil.test/oidc', 'https://x.cloud.databricks.com', false],
    ['https://databricks.com.evil.test/oidc', 'https://x.cloud.databricks.com', false],
    ['https://evildatabricks.com/oidc', 'https://x.cloud.databricks.com', false],
    ['https://x.cloud.databricks.com@evil.test/oidc', 'https://x.cloud.databricks.com', false],
    ['https://y.azuredatabricks.net/oidc', 'https://x.cloud.databricks.com', false],
    ['https://b.example.com/oidc', 'https://a.example.com', false],
    ['https://localhost/oidc', 'https://x.cloud.databricks.com', false],
    ['no url', 'https://x.cloud.databricks.com', false],
  ])('%s for %s: %s', (target, host, expected) => {
    expect(isTrustedSite(target, host)).toBe(expected);
  });
});

describe('isPrivateChannel', () => {
  it.each([
    ['https://x.test/a', true],
    ['http://127.0.0.1:1/a', true],
    ['http://x.test/a', false],
    ['file:///etc/passwd', false],
    ['x', false],
  ])('%s: %s', (url, expected) => {
    expect(isPrivateChannel(url)).toBe(expected);
  });
});
