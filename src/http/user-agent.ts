import type { Env } from './proxy-env.ts';

export interface UserAgentOptions {
  readonly version: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly env: Env;
  /** The method of authentication: `pat`, `oauth-m2m`. */
  readonly authType?: string;
}

/**
 * `servectl/0.1.0 node/20.20.2 os/linux cicd/github auth/pat`: who asks, in the form of the Databricks SDKs, so that a
 * workspace's audit log can be read. `DATABRICKS_SDK_UPSTREAM` and `…_VERSION` together name a program that runs this one.
 */
export function userAgent({ version, nodeVersion, platform, env, authType }: UserAgentOptions): string {
  const upstream = env['DATABRICKS_SDK_UPSTREAM'];
  const upstreamVersion = env['DATABRICKS_SDK_UPSTREAM_VERSION'];
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['servectl', version],
    ['node', nodeVersion],
    ['os', platform],
    ['cicd', cicdProvider(env)],
    ...(upstream && upstreamVersion
      ? ([
          ['upstream', upstream],
          ['upstream-version', upstreamVersion],
        ] as const)
      : []),
    ['auth', authType],
  ];
  return pairs
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}/${sanitize(value)}`]))
    .join(' ');
}

/** Other characters would let an environment variable add tokens, or headers. */
const sanitize = (value: string): string => value.replace(/[^0-9A-Za-z_.+-]/g, '-');

/** The variables that each system sets, in the order in which the Databricks SDKs look. */
const cicdProviders: readonly (readonly [name: string, detect: (env: Env) => boolean])[] = [
  ['github', (env) => env['GITHUB_ACTIONS'] === 'true'],
  ['gitlab', (env) => env['GITLAB_CI'] === 'true'],
  ['jenkins', (env) => Boolean(env['JENKINS_URL'])],
  ['azure-devops', (env) => env['TF_BUILD'] === 'True'],
  ['circle', (env) => env['CIRCLECI'] === 'true'],
  ['travis', (env) => env['TRAVIS'] === 'true'],
  ['bitbucket', (env) => Boolean(env['BITBUCKET_BUILD_NUMBER'])],
  [
    'google-cloud-build',
    (env) => ['PROJECT_ID', 'BUILD_ID', 'PROJECT_NUMBER', 'LOCATION'].every((name) => Boolean(env[name])),
  ],
  ['aws-code-build', (env) => Boolean(env['CODEBUILD_BUILD_ARN'])],
  ['tf-cloud', (env) => Boolean(env['TFC_RUN_ID'])],
];

const cicdProvider = (env: Env): string | undefined => cicdProviders.find(([, detect]) => detect(env))?.[0];
