import type * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { ErrorEnvelope } from '#schemas/api/error-envelope.ts';
import { Logs } from '#schemas/api/logs.ts';
import { AuthorizationServerMetadata, DatabricksConfigDocument, TokenResponse } from '#schemas/api/oauth.ts';
import { PermissionLevels, ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import { ModelOptimizationInfo } from '#schemas/api/provisioned-throughput.ts';
import {
  GetSecretResponse,
  ListAclsResponse,
  ListScopesResponse,
  ListSecretsResponse,
} from '#schemas/api/secrets.ts';
import { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { ListEndpointsResponse } from '#schemas/api/serving-endpoint.ts';
import { EndpointTags } from '#schemas/api/update-bodies.ts';
import { findUnknownKeys } from '#schemas/unknown-keys.ts';
import { localCaller, type LocalCaller } from '../../helpers/local.ts';
import { create, custom, endpoints, external, route, settled } from '../../helpers/local-requests.ts';

/** A workspace with one endpoint of each kind, in each state. */
async function furnished(): Promise<LocalCaller> {
  const caller = await localCaller({
    requireAuth: false,
    oauth: { clientId: 'c', clientSecret: 's' },
    failDeployments: ({ entity }) => (entity === 'bad' ? 'no such model' : undefined),
  });
  await create(caller, 'chat', [external('a'), external('b')], {
    config: { traffic_config: { routes: [route('a', 100), route('b', 0)] } },
    tags: [{ key: 'team' }],
    ai_gateway: { fallback_config: { enabled: true }, rate_limits: [{ calls: 1, renewal_period: 'minute' }] },
    email_notifications: { on_update_failure: ['ada@example.com'] },
  });
  await create(caller, 'ranker', [custom('good')], {
    route_optimized: true,
    config: { auto_capture_config: { catalog_name: 'main', schema_name: 'logs' } },
    telemetry_config: {
      table_names: { logs_table: 'a.b.c' },
      inference_table_config: { sampling_fraction: 1 },
    },
  });
  await caller.call('PUT', `${endpoints}/ranker/config`, { served_entities: [custom('bad')] });
  await settled(caller, 'ranker');
  await caller.call('POST', endpoints, { name: 'creating', config: { served_entities: [custom('a')] } });
  await caller.call('POST', `${endpoints}/pt`, {
    name: 'llama',
    config: {
      served_entities: [
        { entity_name: 'system.ai.llama', provisioned_model_units: 50, pt_term: 'COMMITMENT_TERM_1_MONTH' },
      ],
    },
  });
  await caller.call('POST', '/api/2.0/secrets/scopes/create', { scope: 'llm' });
  await caller.call('POST', '/api/2.0/secrets/put', { scope: 'llm', key: 'k', string_value: 'v' });
  return caller;
}

/** Of RFC 8414; clients need none of them. */
const undeclared = [
  'scopes_supported',
  'response_types_supported',
  'grant_types_supported',
  'token_endpoint_auth_methods_supported',
];

describe('what the workspace answers', () => {
  it.each<[string, string, z.ZodType]>([
    ['GET', endpoints, ListEndpointsResponse],
    ['GET', `${endpoints}/chat`, ServingEndpointDetailed],
    ['GET', `${endpoints}/ranker`, ServingEndpointDetailed],
    ['GET', `${endpoints}/creating`, ServingEndpointDetailed],
    ['GET', `${endpoints}/llama`, ServingEndpointDetailed],
    ['GET', `${endpoints}/local-echo`, ServingEndpointDetailed],
    ['PATCH', `${endpoints}/chat/tags`, EndpointTags],
    ['GET', `${endpoints}/ranker/served-models/bad/build-logs`, Logs],
    ['GET', `${endpoints}/get-model-optimization-info/system.ai.llama/1`, ModelOptimizationInfo],
    ['GET', '/api/2.0/permissions/serving-endpoints/:id', ServingEndpointPermissions],
    ['GET', '/api/2.0/permissions/serving-endpoints/:id/permissionLevels', PermissionLevels],
    ['GET', '/api/2.0/secrets/scopes/list', ListScopesResponse],
    ['GET', '/api/2.0/secrets/list?scope=llm', ListSecretsResponse],
    ['GET', '/api/2.0/secrets/get?scope=llm&key=k', GetSecretResponse],
    ['GET', '/api/2.0/secrets/acls/list?scope=llm', ListAclsResponse],
    ['GET', '/.well-known/databricks-config', DatabricksConfigDocument],
    ['GET', '/oidc/.well-known/oauth-authorization-server', AuthorizationServerMetadata],
    ['GET', `${endpoints}/nope`, ErrorEnvelope],
  ])('to %s %s is what the schema says, and says no more than it', async (method, path, schema) => {
    const caller = await furnished();
    const { id } = (await caller.call('GET', `${endpoints}/chat`)).json as { id: string };
    const { json } = await caller.call(method, path.replace(':id', id), method === 'GET' ? undefined : {});
    expect(schema.parse(json)).toEqual(json);
    const unknown = findUnknownKeys(schema, json).filter(({ key }) => !undeclared.includes(key));
    expect(unknown).toEqual([]);
  });

  it('to a request for a token is what the schema says', async () => {
    const caller = await furnished();
    const form = 'grant_type=client_credentials&client_id=c&client_secret=s';
    const { json } = await caller.call('POST', '/oidc/v1/token', form);
    expect(TokenResponse.parse(json)).toEqual(json);
  });
});
