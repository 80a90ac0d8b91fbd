import type { Decoded } from '../decode.ts';
import { readAiGateway } from '../endpoints/ai-gateway.ts';
import { detailedAnswer } from '../endpoints/answer.ts';
import { readConfig, type ConfigDraft } from '../endpoints/config.ts';
import { emptyEndpoint, grantCreator, refuseExisting } from '../endpoints/create.ts';
import {
  createThroughputRequest,
  newCommitments,
  readThroughputEntities,
  updateThroughputRequest,
  type Relocation,
  type ThroughputEntity,
} from '../endpoints/provisioned-throughput.ts';
import { activate, startDeployment } from '../lifecycle.ts';
import type { ControlServices } from '../services.ts';
import type { CommitmentRecord, EndpointRecord } from '../store/records.ts';
import { doesNotExist, invalidParameter } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { originOf, readBody } from './body.ts';
import { endpointsPath } from './endpoints.ts';

/** Model units are sold by the fifty; older models' throughput by the 970 tokens a second. */
const chunk = { model_unit_chunk_size: 50, throughput_chunk_size: 970 };

/** endpoints with provisioned throughput in model units, and which models can have it */
export function mountProvisionedThroughput(app: LocalApp, services: ControlServices): void {
  const { directory } = services;

  app.post(`${endpointsPath}/pt`, async (c) => {
    const request = await readBody(c, createThroughputRequest);
    const endpoint = services.store.transaction(() => {
      const created = create(services, request, c.get('caller').name);
      services.store.endpoints.put(created);
      grantCreator(services.store, created, c.get('caller'));
      return created;
    });
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });

  app.put(`${endpointsPath}/pt/:name/config`, async (c) => {
    const request = await readBody(c, updateThroughputRequest);
    const caller = c.get('caller').name;
    const endpoint = directory.changeIdle(c.req.param('name'), 'configuration', (current) =>
      update(services, current, request, caller),
    );
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });

  // The models that Databricks hosts are the ones under system.ai.
  app.get(`${endpointsPath}/get-model-optimization-info/:model/:version`, (c) =>
    c.json(
      c.req.param('model').startsWith('system.ai.')
        ? { optimizable: true, ...chunk }
        : { optimizable: false },
    ),
  );
}

function create(
  services: ControlServices,
  request: Decoded<typeof createThroughputRequest>,
  caller: string,
): EndpointRecord {
  const { options, now } = services;
  const empty = emptyEndpoint(request, caller, now());
  refuseExisting(services.directory.find(empty.name));
  const entities = readThroughputEntities(request.config);
  const gateway = request.ai_gateway && readAiGateway(request.ai_gateway, undefined);
  const moved = relocate(services, request.relocate_pt_commitment, entities);
  return {
    ...startDeployment(
      empty,
      draft(services, empty, entities, request.config?.traffic_config, caller),
      options,
      now(),
    ),
    commitments: [...moved, ...newCommitments(entities, now())],
    ...(gateway && { ai_gateway: gateway }),
    ...(request.email_notifications && { email_notifications: request.email_notifications }),
  };
}

/** At once, as the service says of these updates: nothing is pending afterwards. */
function update(
  services: ControlServices,
  current: EndpointRecord,
  request: Decoded<typeof updateThroughputRequest>,
  caller: string,
): EndpointRecord {
  const { now } = services;
  if (!current.commitments) {
    throw invalidParameter(
      `Endpoint '${current.name}' has no provisioned throughput in model units: its config is updated at ${endpointsPath}/${current.name}/config.`,
    );
  }
  const { pt_commitment_auto_renew: renewal, relocate_pt_commitment: relocation } = request;
  if (renewal && relocation) {
    throw invalidParameter("Only one of 'pt_commitment_auto_renew' and 'relocate_pt_commitment' may be set.");
  }
  const entities = readThroughputEntities(request.config);
  const config = draft(services, current, entities, request.config?.traffic_config, caller);
  const moved = relocate(services, relocation, entities);
  return {
    ...activate(current, { ...config, config_version: current.last_config_version + 1 }),
    commitments: [...renewed(current.commitments, renewal), ...moved, ...newCommitments(entities, now())],
    last_updated_timestamp: now(),
  };
}

function draft(
  { vault, now }: ControlServices,
  endpoint: EndpointRecord,
  entities: readonly ThroughputEntity[],
  traffic_config: NonNullable<Decoded<typeof createThroughputRequest>['config']>['traffic_config'],
  creator: string,
): ConfigDraft {
  const config = readConfig(
    { served_entities: entities, ...(traffic_config && { traffic_config }) },
    undefined,
    {
      creator,
      now: now(),
      seal: (plain) => vault.seal(plain, ''),
      endpoint: endpoint.name,
    },
  );
  if (!config) throw invalidParameter("Missing required field 'served_entities' of config.");
  return config;
}

function renewed(
  commitments: readonly CommitmentRecord[],
  renewal: Decoded<typeof updateThroughputRequest>['pt_commitment_auto_renew'],
): readonly CommitmentRecord[] {
  if (!renewal) return commitments;
  const { commitment_id, auto_renew } = renewal;
  if (auto_renew === undefined) throw invalidParameter("Missing required field 'auto_renew'.");
  if (commitments.every(({ id }) => id !== commitment_id)) {
    throw doesNotExist(`Commitment '${commitment_id ?? ''}' does not exist.`);
  }
  return commitments.map((commitment) =>
    commitment.id === commitment_id ? { ...commitment, auto_renew } : commitment,
  );
}

/** Takes commitments away from their endpoint: all that are named, or all that it has, or none. @throws ApiFault 400, 404 */
function relocate(
  { directory }: ControlServices,
  relocation: Relocation | undefined,
  entities: readonly ThroughputEntity[],
): readonly CommitmentRecord[] {
  if (!relocation) return [];
  if (entities.some(({ pt_term }) => pt_term !== undefined)) {
    throw invalidParameter("'relocate_pt_commitment' can't be set together with 'pt_term'.");
  }
  const { source_endpoint, commitment_ids = [] } = relocation;
  if (!source_endpoint) throw invalidParameter("Missing required field 'source_endpoint'.");
  const held = directory.get(source_endpoint).commitments ?? [];
  const missing = commitment_ids.find((id) => held.every((commitment) => commitment.id !== id));
  if (missing) throw doesNotExist(`Commitment '${missing}' does not exist in '${source_endpoint}'.`);
  const moves = ({ id }: CommitmentRecord): boolean =>
    commitment_ids.length === 0 || commitment_ids.includes(id);
  directory.change(source_endpoint, (source) => ({
    ...source,
    commitments: held.filter((commitment) => !moves(commitment)),
  }));
  return held.filter(moves);
}
