import { describe, expect, it } from 'vitest';
import { normalizeHost } from '../../../src/auth/normalize-host.ts';

const normalize = (value: string) =>
  normalizeHost({ value, origin: { kind: 'env', name: 'DATABRICKS_HOST' } });

describe('normalizeHost', () => {
  it.each([
    ['x.cloud.databricks.com', 'https://x.cloud.databricks.com'],
    ['https://x.cloud.databricks.com/', 'https://x.cloud.databricks.com'],
    ['HTTPS://X.Cloud.Databricks.com', 'https://x.cloud.databricks.com'],
    [' https://x.test \n', 'https://x.test'],
    ['https://x.test:443', 'https://x.test'],
    ['https://x.test:8443', 'https://x.test:8443'],
    ['x.test:8443', 'https://x.test:8443'],
    ['https://u@x.test', 'https://x.test'],
    ['https://x.test/serving-endpoints', 'https://x.test'],
    ['https://x.test/serving-endpoints/', 'https://x.test'],
    ['https://x.test/ml/endpoints?search=a#top', 'https://x.test'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['http://127.8.9.1:5000', 'http://127.8.9.1:5000'],
    ['http://localhost:5000/serving-endpoints', 'http://localhost:5000'],
    ['http://[::1]:5000', 'http://[::1]:5000'],
  ])('takes %j for %s', (value, origin) => {
    expect(normalize(value).origin).toBe(origin);
  });

  it.each([
    ['https://x.test/?o=123', '123'],
    ['https://x.test/?o=123&w=abc', 'abc'],
    ['https://x.test/?workspace_id=7', '7'],
    ['https://x.test/?o=abc', undefined],
    ['https://x.test/?o=0', undefined],
    ['https://x.test', undefined],
  ])('takes the workspace of %j for %s', (value, workspaceId) => {
    expect(normalize(value).workspaceId).toBe(workspaceId);
  });

  it.each([
    ['http://x.test', 'the host http://x.test (DATABRICKS_HOST) would send credentials in the clear'],
    ['http://127.0.0.1.evil.test', 'would send credentials in the clear'],
    ['http://localhost.evil.test', 'would send credentials in the clear'],
    ['http://10.0.0.1', 'would send credentials in the clear'],
    ['https://', 'is not a URL of a workspace'],
    ['ftp://x.test', 'is not a URL of a workspace'],
    ['a b', 'is not a URL of a workspace'],
    ['https://accounts.cloud.databricks.com', 'is an account console, not a workspace'],
  ])('refuses %j', (value, message) => {
    expect(() => normalize(value)).toThrow(message);
  });
});
