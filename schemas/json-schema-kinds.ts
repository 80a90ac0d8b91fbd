import type * as z from 'zod';
import { toJsonSchema, type JsonSchema, type JsonSchemaOptions } from './json-schema.ts';

interface Kind extends JsonSchemaOptions {
  /** Reached when it is needed: one schema is a fraction of all. */
  readonly load: () => Promise<z.ZodType>;
}

/** What a JSON Schema is made for, by the name of its file: what people write, then the bodies of requests. */
const kinds = {
  endpoint: {
    title: 'An endpoint, for servectl endpoints create',
    variables: true,
    load: async () => (await import('./json-schema-nouns.ts')).EndpointAsWritten,
  },
  'endpoint-update': {
    title: 'Changes to an endpoint, for servectl endpoints update',
    variables: true,
    load: async () => (await import('./json-schema-nouns.ts')).EndpointUpdateAsWritten,
  },
  'create-endpoint': {
    title: 'POST /api/2.0/serving-endpoints',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).CreateServingEndpoint,
  },
  'update-config': {
    title: 'PUT /api/2.0/serving-endpoints/{name}/config',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).EndpointCoreConfigInput,
  },
  'patch-tags': {
    title: 'PATCH /api/2.0/serving-endpoints/{name}/tags',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).TagsPatch,
  },
  'put-rate-limits': {
    title: 'PUT /api/2.0/serving-endpoints/{name}/rate-limits',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).PutRateLimits,
  },
  'put-ai-gateway': {
    title: 'PUT /api/2.0/serving-endpoints/{name}/ai-gateway',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).AiGatewayConfig,
  },
  'update-notifications': {
    title: 'PATCH /api/2.0/serving-endpoints/{name}/notifications',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).UpdateNotifications,
  },
  'patch-telemetry-config': {
    title: 'PATCH /api/2.0/serving-endpoints/{name}/telemetry-config',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).PatchTelemetryConfig,
  },
  'patch-system-metrics-export-state': {
    title: 'PATCH /api/2.0/serving-endpoints/{name}/system-metrics-export-state',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).PatchSystemMetricsExportState,
  },
  'create-pt-endpoint': {
    title: 'POST /api/2.0/serving-endpoints/pt',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).CreatePtEndpoint,
  },
  'update-pt-endpoint-config': {
    title: 'PUT /api/2.0/serving-endpoints/pt/{name}/config',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).UpdatePtEndpointConfig,
  },
  permissions: {
    title: 'PUT and PATCH /api/2.0/permissions/serving-endpoints/{id}',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).ServingEndpointPermissionsRequest,
  },
  query: {
    title: 'POST /serving-endpoints/{name}/invocations',
    variables: false,
    open: true,
    load: async () => (await import('./json-schema-nouns.ts')).QueryEndpointInput,
  },
  'create-scope': {
    title: 'POST /api/2.0/secrets/scopes/create',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).CreateScope,
  },
  'put-secret': {
    title: 'POST /api/2.0/secrets/put',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).PutSecret,
  },
  'put-acl': {
    title: 'POST /api/2.0/secrets/acls/put',
    variables: false,
    load: async () => (await import('./json-schema-nouns.ts')).PutAcl,
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type JsonSchemaKind = keyof typeof kinds;

export const jsonSchemaKinds = Object.keys(kinds) as JsonSchemaKind[];

export const isJsonSchemaKind = (name: string): name is JsonSchemaKind => Object.hasOwn(kinds, name);

/** What documents of the kind are for, in a few words. */
export const titleOfKind = (kind: JsonSchemaKind): string => kinds[kind].title;

/** The JSON Schema of one kind, as `schemas/json/<kind>.schema.json` holds it. */
export async function jsonSchemaOf(kind: JsonSchemaKind): Promise<JsonSchema> {
  const { load, ...options } = kinds[kind];
  return toJsonSchema(await load(), options);
}
