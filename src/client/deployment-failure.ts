import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { DeploymentFailedError, type FailedEntity } from '../errors.ts';
import { configUpdateOf } from './endpoint-phase.ts';
import type { WorkspaceClient } from './workspace-client.ts';

type Config = NonNullable<ServingEndpointDetailed['config'] | ServingEndpointDetailed['pending_config']>;
type Served = NonNullable<Config['served_entities']>[number];

const tailLines = 20;

/**
 * The error of a deployment that ended badly: what the server says of each entity that failed, with the end of its build
 * log where there is one. The config that was being deployed is read first; the one that serves is none of the reasons.
 */
export async function deploymentFailure(
  client: Pick<WorkspaceClient, 'endpoints'>,
  endpoint: ServingEndpointDetailed,
  signal: AbortSignal | undefined,
): Promise<DeploymentFailedError> {
  const { name } = endpoint;
  const reasons: FailedEntity[] = [];
  for (const entity of failedEntities(endpoint)) {
    const tail = await buildLogTail(client, name, entity, signal);
    reasons.push({
      entity: entity.name ?? '',
      message: reasonOf(entity),
      ...(tail === undefined ? {} : { buildLogTail: tail }),
    });
  }
  const [first] = reasons;
  return new DeploymentFailedError(headline(endpoint), reasons, {
    ...(first?.buildLogTail === undefined
      ? {}
      : { hint: `the whole build log: servectl endpoints build-logs ${name} ${first.entity}` }),
  });
}

/** The service may leave the message empty. */
const reasonOf = ({ state }: Served): string =>
  [state?.deployment_state_message, state?.deployment].find(Boolean) ?? 'no reason given';

function headline(endpoint: ServingEndpointDetailed): string {
  const verb = configUpdateOf(endpoint.state) === 'UPDATE_CANCELED' ? 'was cancelled' : 'failed';
  const sentence = `the deployment of endpoint '${endpoint.name}' ${verb}`;
  if (endpoint.state?.ready !== 'READY') return sentence;
  const version = endpoint.config?.config_version;
  return `${sentence}; its config before${version === undefined ? '' : `, version ${version},`} still serves`;
}

function failedEntities({ config, pending_config: pending }: ServingEndpointDetailed): readonly Served[] {
  const attempted = pending?.served_entities ?? [];
  const serving = config?.served_entities ?? [];
  const choices = [attempted.filter(hasFailed), serving.filter(hasFailed), attempted.filter(hasMessage)];
  return choices.find((entities) => entities.length > 0) ?? [];
}

const hasFailed = ({ state }: Served): boolean =>
  state?.deployment === 'DEPLOYMENT_FAILED' || state?.deployment === 'DEPLOYMENT_ABORTED';

const hasMessage = ({ state }: Served): boolean => Boolean(state?.deployment_state_message);

/** Best effort: the log is an extra, and asking for it must not hide why the deployment failed. */
async function buildLogTail(
  client: Pick<WorkspaceClient, 'endpoints'>,
  name: string,
  entity: Served,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  // Only custom models have an image built for them.
  if (entity.name === undefined || entity.external_model || entity.foundation_model) return undefined;
  try {
    const { logs } = await client.endpoints.buildLogs(name, entity.name, {
      timeouts: { inactivity: 10_000, total: 15_000 },
      ...(signal ? { signal } : {}),
    });
    return logs?.trimEnd().split('\n').slice(-tailLines).join('\n');
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
