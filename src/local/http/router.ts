import { Hono, type Context, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ServectlError } from '../../errors.ts';
import { LostConnection } from '../faults/lost-connection.ts';
import { mountInvocations } from '../invocations/routes.ts';
import type { InvocationServices } from '../invocation-services.ts';
import { mountOidc } from '../oidc/routes.ts';
import type { ControlServices } from '../services.ts';
import { ApiFault } from './api-fault.ts';
import type { LocalApp, LocalEnvironment } from './app.ts';
import { authenticate } from './authenticate.ts';
import { mountEndpointConfig } from './endpoint-config.ts';
import { mountEndpointInsight } from './endpoint-insight.ts';
import { mountEndpointSettings } from './endpoint-settings.ts';
import { mountEndpoints } from './endpoints.ts';
import { mountIdentity } from './identity.ts';
import { mountPermissions } from './permissions.ts';
import { mountProvisionedThroughput } from './provisioned-throughput.ts';
import { record } from './record.ts';
import { mountSecretAcls } from './secret-acls.ts';
import { mountSecretScopes } from './secret-scopes.ts';
import { mountSecrets } from './secrets.ts';

/**
 * The whole workspace as one handler of requests.
 * @param faults what goes wrong on purpose, in front of all handlers
 */
export function createRouter(
  control: ControlServices,
  invocations: InvocationServices,
  faults?: MiddlewareHandler<LocalEnvironment>,
): LocalApp {
  // Not strict: MLflow's list and create end in a slash, and a redirect would lose a POST's body.
  const app: LocalApp = new Hono<LocalEnvironment>({ strict: false });
  app.onError((error, c) => {
    // There is nobody left to answer.
    if (error instanceof LostConnection) throw error;
    return answerFault(c, faultOf(error));
  });
  app.notFound((c) =>
    answerFault(
      c,
      new ApiFault(404, 'ENDPOINT_NOT_FOUND', `No API found for '${c.req.method} ${c.req.path}'`),
    ),
  );

  app.use(record(control));
  if (faults) app.use(faults);
  mountOidc(app, control);
  app.use(async (c, next) => {
    c.set('caller', authenticate(c, control));
    await next();
  });
  mountProvisionedThroughput(app, control);
  mountEndpoints(app, control);
  mountEndpointConfig(app, control);
  mountEndpointSettings(app, control);
  mountEndpointInsight(app, control);
  mountPermissions(app, control);
  mountSecretScopes(app, control);
  mountSecrets(app, control);
  mountSecretAcls(app, control);
  mountIdentity(app, control);
  mountInvocations(app, invocations);
  return app;
}

function faultOf(error: unknown): ApiFault {
  if (error instanceof ApiFault) return error;
  if (error instanceof ServectlError) {
    const message = `${error.message}${error.hint === undefined ? '' : `: ${error.hint}`}`;
    return error.code === 'LOCAL_STORE_BUSY'
      ? new ApiFault(503, 'TEMPORARILY_UNAVAILABLE', message, { headers: { 'retry-after': '1' } })
      : new ApiFault(500, 'INTERNAL_ERROR', message);
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new ApiFault(500, 'INTERNAL_ERROR', `The local workspace failed: ${what}`);
}

function answerFault(c: Context<LocalEnvironment>, fault: ApiFault): Response {
  for (const [name, value] of Object.entries(fault.headers)) c.header(name, value);
  c.set('errorCode', fault.code);
  return c.json(
    {
      error_code: fault.code,
      message: fault.message,
      details: [
        ...fault.details,
        {
          '@type': 'type.googleapis.com/google.rpc.RequestInfo',
          request_id: c.get('requestId'),
          serving_data: '',
        },
      ],
    },
    fault.status as ContentfulStatusCode,
  );
}
