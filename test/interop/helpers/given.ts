import { serveGuides } from './guide-workspace.ts';
import type { Variables } from './started.ts';

/** The workspace of the guides, by personal access token. @param extra further variables for the client */
export const givenGuides =
  (extra: Variables = {}) =>
  async () => {
    const workspace = await serveGuides();
    return { variables: { ...workspace.env, ...extra }, stop: () => workspace.stop() };
  };

/**
 * Two workspaces alike, for clients that refuse to see two ways to sign in: `DATABRICKS_HOST` takes `DATABRICKS_TOKEN`, `OAUTH_HOST`
 * the `OAUTH_CLIENT_ID` and `OAUTH_CLIENT_SECRET` of a service principal.
 */
export async function givenBothSignIns() {
  const [byToken, byOAuth] = await Promise.all([serveGuides(), serveGuides(['--oauth'])]);
  const principal = Object.entries(byOAuth.env).map(([name, value]) => [
    name.replace('DATABRICKS', 'OAUTH'),
    value,
  ]);
  return {
    variables: { ...byToken.env, ...(Object.fromEntries(principal) as Variables) },
    stop: async () => {
      await Promise.all([byToken.stop(), byOAuth.stop()]);
    },
  };
}
