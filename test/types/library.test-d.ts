/** What a user's compiler must say. `npm run types` checks it. */
import { expectTypeOf } from 'vitest';
import type * as z from 'zod';
import {
  createWorkspaceClient,
  getDeployClient,
  type schemas,
  ServectlError,
  textStream,
  waitForEndpoint,
  type ChunkStream,
  type DeployClient,
  type EndpointStatus,
  type Transport,
  type WorkspaceClient,
} from '../../src/index.ts';
import { openLocalWorkspace, startLocalWorkspace } from '../../src/local-entry.ts';

const deploy = getDeployClient('databricks');
expectTypeOf(deploy).toExtend<DeployClient & AsyncDisposable>();
expectTypeOf(deploy.listEndpoints()).resolves.items.toHaveProperty('name').toEqualTypeOf<string>();
expectTypeOf(deploy.predict({ endpoint: 'chat', inputs: { anything: 1 } })).resolves.toBeUnknown();
expectTypeOf(deploy.predictStream({ endpoint: 'chat', inputs: {} })).toEqualTypeOf<ChunkStream>();
expectTypeOf(textStream(deploy.predictStream({ endpoint: 'chat', inputs: {} }))).toExtend<
  AsyncIterable<string>
>();
expectTypeOf(deploy.deleteEndpoint({ endpoint: 'chat' })).resolves.toBeVoid();
// @ts-expect-error the endpoint is named
void deploy.getEndpoint({});
// @ts-expect-error a message has a role
void deploy.predict({ endpoint: 'chat', inputs: { messages: [{ content: 'x' }] } } satisfies {
  inputs: schemas.QueryEndpointInput;
});

const client = createWorkspaceClient({ profile: 'staging' });
expectTypeOf(client).toExtend<WorkspaceClient & AsyncDisposable>();
expectTypeOf(client.endpoints.get('chat')).resolves.toEqualTypeOf<schemas.ServingEndpointDetailed>();
expectTypeOf(client.secrets.listScopes()).resolves.items.toHaveProperty('name').toEqualTypeOf<string>();
expectTypeOf(waitForEndpoint(client, 'chat')).toExtend<AsyncIterable<EndpointStatus>>();
void client.endpoints.create({
  name: 'chat',
  config: { served_entities: [{ entity_name: 'a.b.c', entity_version: '1' }] },
});
// @ts-expect-error an endpoint has a name
void client.endpoints.create({ config: {} });
// @ts-expect-error a profile is a text
createWorkspaceClient({ profile: 1 });

// A schema and the type inferred from it carry one name, and unknown fields pass.
expectTypeOf<z.infer<typeof schemas.CreateServingEndpoint>>().toEqualTypeOf<schemas.CreateServingEndpoint>();
expectTypeOf<schemas.ServingEndpoint>().toHaveProperty('name').toEqualTypeOf<string>();
const ofTomorrow: schemas.EndpointTag = { key: 'team', a_field_of_tomorrow: true };
expectTypeOf(ofTomorrow.key).toBeString();

const failure: unknown = undefined;
if (failure instanceof ServectlError) {
  expectTypeOf(failure.code).toBeString();
  expectTypeOf(failure.retryable).toBeBoolean();
  expectTypeOf(failure.hint).toEqualTypeOf<string | undefined>();
}

expectTypeOf(openLocalWorkspace()).resolves.toHaveProperty('transport').toEqualTypeOf<Transport>();
expectTypeOf(startLocalWorkspace({ port: 0, aliases: { bge: 'local-embed' } })).resolves.toHaveProperty(
  'env',
);
// @ts-expect-error there is no such model
void startLocalWorkspace({ aliases: { bge: 'gpt-4' } });
