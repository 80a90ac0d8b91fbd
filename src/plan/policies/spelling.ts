import type { FieldPolicy } from '../policy-row.ts';
import { inferred, pythonSdk } from './sources.ts';

/** Spellings of one thing, and lists whose order means nothing. */
export const spellingPolicies: readonly FieldPolicy[] = [
  {
    id: 'empty-text',
    path: '**',
    kind: 'equivalent',
    when: 'not-a-variable',
    as: 'empty-is-absent',
    why: "the service answers an empty text for one that isn't set",
    source: 'observed: the description of every endpoint',
  },
  {
    id: 'entities-by-name',
    path: 'config.served_entities',
    kind: 'unordered',
    key: { fields: ['name'] },
    why: 'answers list served entities in any order; only fallbacks give it a meaning',
    source: 'observed: terraform-provider-databricks#5185',
  },
  {
    id: 'routes-by-entity',
    path: 'config.traffic_config.routes',
    kind: 'unordered',
    key: { fields: ['served_entity_name'] },
    why: 'a route belongs to its entity; the order means nothing, and both of its names are one',
    source: 'observed: terraform-provider-databricks#3789',
  },
  {
    id: 'tags-by-key',
    path: 'tags',
    kind: 'unordered',
    key: { fields: ['key'] },
    why: 'tags are kept by key, and answers list them in any order',
    source: 'observed: terraform-provider-databricks#5120',
  },
  {
    id: 'rate-limits-by-key',
    path: 'ai_gateway.rate_limits',
    kind: 'unordered',
    key: { fields: ['key', 'principal'], defaults: { key: 'endpoint' }, presence: ['calls', 'tokens'] },
    why: 'a limit is known by whom it limits and what it counts',
    source: 'Databricks documentation, AI Gateway rate limits',
  },
  {
    id: 'addresses-unordered',
    path: 'email_notifications.*',
    kind: 'unordered',
    why: 'everyone in the list is told; the order means nothing',
    source: inferred,
  },
  {
    id: 'words-unordered',
    path: 'ai_gateway.guardrails.*.*',
    kind: 'unordered',
    why: 'every word counts; the order means nothing',
    source: inferred,
  },
  {
    id: 'features-of-telemetry',
    path: 'telemetry_config.enabled_telemetry_features',
    kind: 'equivalent',
    as: 'all-features-are-none',
    why: 'an empty list means all features, and the order means nothing',
    source: pythonSdk,
  },
  {
    id: 'bedrock-provider-case',
    path: 'config.served_entities[*].external_model.amazon_bedrock_config.bedrock_provider',
    kind: 'equivalent',
    as: 'lower-case',
    why: 'upper and lower case are the same',
    source: pythonSdk,
  },
];
