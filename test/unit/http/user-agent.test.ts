import { describe, expect, it } from 'vitest';
import { userAgent } from '../../../src/http/user-agent.ts';

const base = { version: '1.2.3', nodeVersion: '20.20.2', platform: 'linux' };

describe('userAgent', () => {
  it.each([
    [{}, undefined, 'servectl/1.2.3 node/20.20.2 os/linux'],
    [{}, 'pat', 'servectl/1.2.3 node/20.20.2 os/linux auth/pat'],
    [{ GITHUB_ACTIONS: 'true' }, 'pat', 'servectl/1.2.3 node/20.20.2 os/linux cicd/github auth/pat'],
    [
      { GITHUB_ACTIONS: 'true', GITLAB_CI: 'true' },
      undefined,
      'servectl/1.2.3 node/20.20.2 os/linux cicd/github',
    ],
    [{ TF_BUILD: 'True' }, undefined, 'servectl/1.2.3 node/20.20.2 os/linux cicd/azure-devops'],
    [{ PROJECT_ID: 'a', BUILD_ID: 'b' }, undefined, 'servectl/1.2.3 node/20.20.2 os/linux'],
    [
      { DATABRICKS_SDK_UPSTREAM: 'my tool\r\nx: y', DATABRICKS_SDK_UPSTREAM_VERSION: '2.0' },
      undefined,
      'servectl/1.2.3 node/20.20.2 os/linux upstream/my-tool--x--y upstream-version/2.0',
    ],
    [{ DATABRICKS_SDK_UPSTREAM: 'tool' }, undefined, 'servectl/1.2.3 node/20.20.2 os/linux'],
  ])('%j with %s', (env, authType, expected) => {
    expect(userAgent({ ...base, env, ...(authType === undefined ? {} : { authType }) })).toBe(expected);
  });
});
