import type { Severity } from '../../diagnostics.ts';

/** What a code means, in one line: how grave it is by default, and the rule that was broken. */
export interface CodeMeaning {
  readonly severity: Severity;
  readonly rule: string;
}

const error = (rule: string) => ({ severity: 'error', rule }) as const;
const warning = (rule: string) => ({ severity: 'warning', rule }) as const;

/** Codes of the checks that come before any rule: of the text, its syntax and its types. */
export const shapeCodes = {
  'file-too-large': error('a file has at most 32 MiB'),
  'not-utf8': error('a file is UTF-8 text'),
  'control-character': error('a file holds no control characters but tabs and line breaks'),
  'yaml-syntax': error('a file is YAML 1.2, or JSON'),
  'json-syntax': error('a JSON file is JSON'),
  'too-deep': error('a document nests at most 100 levels'),
  'empty-file': error('a file holds at least one document'),
  'duplicate-key': error('a map has each key once'),
  'complex-key': error('keys are plain words'),
  'bad-merge': error('`<<` merges maps'),
  'unknown-alias': error('an alias stands after its anchor'),
  'alias-cycle': error('an alias does not stand inside its own value'),
  'alias-explosion': error('aliases do not blow a document up'),
  'both-places': error('a part stands either inside `config` or beside it'),
  'misplaced-key': warning('what belongs to the endpoint stands beside `config`'),
  'passed-over': {
    severity: 'note',
    rule: 'resources of a bundle that are no endpoints are not managed here',
  },
  'wrong-type': error('a value has the type of its field'),
  'ambiguous-scalar': error('a value is what it looks like'),
  'missing-key': error('required keys are there'),
  'bad-value': error('a value is within the bounds of its field'),
  'unknown-key': error('keys are ones that the API has'),
  'unknown-value': warning('values of enumerations are known ones'),
  'one-document': error('the file of one endpoint declares one endpoint'),
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** Codes of the rules. Documented rules are errors; inferred and observed ones, and mere oddities, are warnings. */
export const ruleCodes = {
  'unexpanded-variable': error('variables have values'),
  'name-mismatch': error('the file and the command line give one name'),
  'immutable-field': error('name, route_optimized, description and budget_policy_id never change'),
  'nothing-to-change': error('an update changes something'),
  'config-incomplete': warning('a configuration is replaced as a whole'),
  'entities-and-models': error('an endpoint has served_entities or served_models'),
  'too-many-entities': warning('an endpoint serves at most 10 entities'),
  'duplicate-entity-name': error('served entities have names of their own, default names included'),
  'mixed-entities': error('external and custom models do not share an endpoint'),
  'mixed-tasks': error('external models of an endpoint have one task'),
  'external-model-exclusive': error(
    'an external model has no entity_name, entity_version, workload or scale to zero',
  ),
  'external-model-throughput': warning('an external model has no provisioned throughput'),
  'nothing-served': warning('a served entity has an entity_name or an external_model'),
  'scale-to-zero-unset': warning('a custom model says whether it scales to zero'),
  'version-alias': warning('a version is a number'),
  'route-optimized-external': error('route_optimized is for custom models and feature functions'),
  'size-and-concurrency': error('workload_size excludes min_ and max_provisioned_concurrency'),
  'inverted-range': warning('the smallest value is not more than the largest'),
  'concurrency-step': warning('concurrency comes in multiples of 4'),
  'burst-without-units': warning('burst_scaling_enabled needs provisioned_model_units'),
  'throughput-not-eligible': warning('newer foundation models take model units in place of throughput'),
  'too-many-variables': error('a served entity has at most 30 environment variables'),
  'embedded-reference': warning('a secret reference is the whole value of an environment variable'),
  'secret-reference': error('a secret reference reads {{secrets/scope/key}}'),
  'raw-key': error('a field for a secret reference holds no key'),
  'reference-as-plaintext': warning('a *_plaintext field holds the credential itself'),
  'credential-twice': error('a credential is given once: as a reference or in plain text'),
  'credential-missing': error('a provider gets the credentials that it needs'),
  'credential-ways': error('a provider gets one way to authenticate'),
  'entra-without-azuread': warning('Microsoft Entra fields need openai_api_type: azuread'),
  'unknown-provider': warning('the provider is a known one'),
  'provider-config-missing': error('an external model has the settings of its provider'),
  'two-providers': error('an external model has the settings of one provider'),
  'model-name-slash': warning("an external model's name has no slash"),
  'workspace-url': warning('databricks_workspace_url is https and a host'),
  'traffic-missing': error('several entities need a traffic_config'),
  'traffic-sum': error('routes add up to 100 %'),
  'route-without-name': error('a route names its entity'),
  'route-names-differ': warning('served_entity_name and served_model_name of a route are one name'),
  'route-unknown-entity': error('a route leads to a served entity'),
  'entity-without-route': error('a route leads to each served entity'),
  'rate-limits-twice': error('rate_limits and ai_gateway.rate_limits exclude each other'),
  'rate-limits-deprecated': warning('rate limits belong to the AI gateway'),
  'zero-rate-limit': warning('a limit of 0 blocks'),
  'rate-limit-units': warning('an entry limits calls or tokens, not both'),
  'rate-limit-empty': warning('an entry limits calls or tokens'),
  'principal-missing': error('a limit of a group or service principal names it'),
  'principal-unused': warning('a limit of the whole endpoint names nobody'),
  'duplicate-rate-limit': warning('a key, a principal and a unit have one limit'),
  'too-many-rate-limits': warning('an endpoint has at most 20 rate limits, 5 of them for groups'),
  'inference-table-place': error('an enabled inference table has a catalog and a schema'),
  'inference-table-twice': warning('auto_capture_config is superseded by the gateway'),
  'table-prefix': warning('a table name prefix holds letters, digits, - and _'),
  'fallback-alone': warning('a fallback needs a second entity'),
  'telemetry-destination': error('telemetry goes to tables or to a profile'),
  'telemetry-nowhere': warning('telemetry goes somewhere'),
  'telemetry-table-name': error('telemetry tables have names of three levels'),
  'telemetry-on-external': warning('telemetry is for custom models'),
  'duplicate-tag': warning('tags have keys of their own'),
  'tag-key': warning('a tag key has at most 255 characters, none of them . , = / :'),
  'email-address': warning('who is notified has an e-mail address'),
  'one-principal': error('a permission names one principal'),
  'duplicate-permission': warning('a principal has one permission'),
  'secret-name': error('names of scopes and secrets hold letters, digits, -, _, . and @'),
  'one-secret-source': error('a secret has one source'),
  'secrets-not-put': warning('secrets are put by a command of their own'),
} as const satisfies Readonly<Record<string, CodeMeaning>>;

export type RuleCode = keyof typeof ruleCodes | 'missing-key';
