import type { Severity } from '../../diagnostics.ts';

/** What a code means, in one line: how grave it is by default, and the rule that was broken. */
export interface CodeMeaning {
  readonly severity: Severity;
  readonly rule: string;
  /** Where the rule is known from. */
  readonly source: string;
}

const own = 'servectl';
const sdk = 'databricks-sdk-py';
const rest = 'Databricks REST reference';
const terraform = 'Terraform provider docs';
const cli = 'Databricks CLI';
const limits = 'Databricks docs, model serving limits';
const inferred = 'inferred from the fields';

const error = (rule: string, source = own) => ({ severity: 'error', rule, source }) as const;
const warning = (rule: string, source = own) => ({ severity: 'warning', rule, source }) as const;
const note = (rule: string, source = own) => ({ severity: 'note', rule, source }) as const;

/** Codes of the checks that come before any rule: of the text, its syntax and its types. */
export const shapeCodes = {
  'file-missing': error('each file that is named is there'),
  'file-is-directory': error('where one file is asked for, a file is named'),
  'file-unreadable': error('each file can be read'),
  'no-files': error('a directory or a pattern leads to at least one manifest'),
  'file-too-large': error('a file has at most 32 MiB'),
  'not-utf8': error('a file is UTF-8 text'),
  'control-character': error('a file holds no control characters but tabs and line breaks'),
  'yaml-syntax': error('a file is YAML 1.2, or JSON', 'YAML 1.2'),
  'json-empty': error('where JSON is expected, there is some'),
  'json-syntax': error('a JSON file is JSON', 'RFC 8259'),
  'too-deep': error('a document nests at most 100 levels'),
  'empty-file': error('a file holds at least one document'),
  'duplicate-key': error('a map has each key once', 'YAML 1.2'),
  'complex-key': error('keys are plain words'),
  'bad-merge': error('`<<` merges maps', 'YAML 1.1 merge keys'),
  'unknown-alias': error('an alias stands after its anchor', 'YAML 1.2'),
  'alias-cycle': error('an alias does not stand inside its own value', 'YAML 1.2'),
  'alias-explosion': error('aliases do not blow a document up'),
  'both-places': error('a part stands either inside `config` or beside it', 'MLflow deployments client'),
  'misplaced-key': warning(
    'what belongs to the endpoint stands beside `config`',
    'MLflow deployments client',
  ),
  'passed-over': note('resources of a bundle that are no endpoints are not managed here'),
  'wrong-type': error('a value has the type of its field', rest),
  'ambiguous-scalar': error('a value is what it looks like', cli),
  'missing-key': error('required keys are there', rest),
  'bad-value': error('a value is within the bounds of its field', rest),
  'unknown-key': error('keys are ones that the API has', rest),
  'unknown-value': warning('values of enumerations are known ones', rest),
  'duplicate-resource': error('a bundle declares each resource once', cli),
  'unknown-target': error('the chosen target is one of the bundle', cli),
  'undefined-variable': error('a variable has a value'),
  'unused-variable': warning('a variable of the command line is named by something'),
  'variable-cycle': error('a variable does not depend on itself'),
  'bad-variable': error('a variable is a name: no expression, no variable inside of it', cli),
  'variable-in-key': error('variables stand in values, not in keys', cli),
  'unknown-variable': note('what only the workspace knows is not checked offline'),
  'value-not-given': note('a write-only value may be left open until it has to be sent'),
  'duplicate-endpoint': error('an endpoint is declared once', rest),
  'duplicate-scope': error('a secret scope is declared once', rest),
  'nothing-declared': error('the files declare at least one endpoint or secret scope'),
  'one-document': error('the file of one endpoint declares one endpoint'),
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** Codes of the rules. Documented rules are errors; inferred and observed ones, and mere oddities, are warnings. */
export const ruleCodes = {
  'unexpanded-variable': error('no shell variable is left in a value'),
  'name-mismatch': error('the file and the command line give one name'),
  'provided-by-databricks': error(
    'endpoints called databricks-… take a gateway, rate limits and permissions alone',
    'Databricks docs, create custom model serving endpoints',
  ),
  'immutable-field': error('name, route_optimized, description and budget_policy_id never change', cli),
  'nothing-to-change': error('an update changes something'),
  'config-incomplete': warning('a configuration is replaced as a whole', rest),
  'entities-and-models': error('an endpoint has served_entities or served_models', cli),
  'too-many-entities': warning('an endpoint serves at most 10 entities', sdk),
  'duplicate-entity-name': error('served entities have names of their own, default names included', sdk),
  'mixed-entities': error('external and custom models do not share an endpoint', sdk),
  'mixed-tasks': error('external models of an endpoint have one task', sdk),
  'external-model-exclusive': error(
    'an external model has no entity_name, entity_version, workload or scale to zero',
    sdk,
  ),
  'external-model-throughput': warning(
    'an external model has no provisioned throughput',
    'observed: terraform-provider-databricks#3676',
  ),
  'nothing-served': warning('a served entity has an entity_name or an external_model', inferred),
  'scale-to-zero-unset': warning(
    'a custom model says whether it scales to zero',
    'observed: terraform-provider-databricks#4064',
  ),
  'version-alias': warning('a version is a number', rest),
  'route-optimized-external': error('route_optimized is for custom models and feature functions', terraform),
  'size-and-concurrency': error('workload_size excludes min_ and max_provisioned_concurrency', sdk),
  'inverted-range': warning('the smallest value is not more than the largest', inferred),
  'concurrency-step': warning('concurrency comes in multiples of 4', inferred),
  'burst-without-units': warning('burst_scaling_enabled needs provisioned_model_units', sdk),
  'throughput-not-eligible': warning(
    'newer foundation models take model units in place of throughput',
    terraform,
  ),
  'too-many-variables': error('a served entity has at most 30 environment variables', limits),
  'embedded-reference': warning('a secret reference is the whole value of an environment variable', inferred),
  'secret-reference': error('a secret reference reads {{secrets/scope/key}}', sdk),
  'raw-key': error('a field for a secret reference holds no key', inferred),
  'reference-as-plaintext': warning('a *_plaintext field holds the credential itself', sdk),
  'credential-twice': error('a credential is given once: as a reference or in plain text', sdk),
  'credential-missing': error('a provider gets the credentials that it needs', sdk),
  'credential-ways': error('a provider gets one way to authenticate', sdk),
  'entra-without-azuread': warning('Microsoft Entra fields need openai_api_type: azuread', inferred),
  'unknown-provider': warning('the provider is a known one', sdk),
  'provider-config-missing': error('an external model has the settings of its provider', sdk),
  'two-providers': error('an external model has the settings of one provider', inferred),
  'model-name-slash': warning("an external model's name has no slash", 'observed: an error of a live server'),
  'workspace-url': warning('databricks_workspace_url is https and a host', inferred),
  'traffic-missing': error('several entities need a traffic_config', cli),
  'traffic-sum': error('routes add up to 100 %', 'Databricks docs, AI Gateway notebook'),
  'route-without-name': error('a route names its entity', inferred),
  'route-names-differ': warning(
    'served_entity_name and served_model_name of a route are one name',
    terraform,
  ),
  'route-unknown-entity': error('a route leads to a served entity', terraform),
  'entity-without-route': error('a route leads to each served entity', terraform),
  'rate-limits-twice': error('rate_limits and ai_gateway.rate_limits exclude each other', sdk),
  'rate-limits-unsupported': error('custom models are limited by the AI gateway alone', sdk),
  'rate-limits-deprecated': warning('rate limits belong to the AI gateway', sdk),
  'zero-rate-limit': warning('a limit of 0 blocks', 'observed: Databricks community'),
  'rate-limit-units': warning('an entry limits calls or tokens, not both', 'observed: Databricks community'),
  'rate-limit-empty': warning('an entry limits calls or tokens', inferred),
  'principal-missing': error('a limit of a group or service principal names it', sdk),
  'principal-unused': warning('a limit of the whole endpoint names nobody', inferred),
  'duplicate-rate-limit': warning('a key, a principal and a unit have one limit', inferred),
  'too-many-rate-limits': warning(
    'an endpoint has at most 20 rate limits, 5 of them for groups',
    'Databricks docs, AI Gateway rate limits',
  ),
  'inference-table-place': error('an enabled inference table has a catalog and a schema', sdk),
  'inference-table-twice': warning('auto_capture_config is superseded by the gateway', sdk),
  'table-prefix': warning('a table name prefix holds letters, digits, - and _', inferred),
  'fallback-alone': warning('a fallback needs a second entity', inferred),
  'telemetry-destination': error('telemetry goes to tables or to a profile', sdk),
  'telemetry-nowhere': warning('telemetry goes somewhere', cli),
  'telemetry-table-name': error('telemetry tables have names of three levels', sdk),
  'telemetry-on-external': warning('telemetry is for custom models', cli),
  'duplicate-tag': warning('tags have keys of their own', inferred),
  'tag-key': warning(
    'a tag key has at most 255 characters, none of them . , = / :',
    'observed: an error of a live server',
  ),
  'email-address': warning('who is notified has an e-mail address', inferred),
  'one-principal': error('a permission names one principal', cli),
  'duplicate-permission': warning('a principal has one permission', inferred),
  'secret-name': error('names of scopes and secrets hold letters, digits, -, _, . and @', rest),
  'one-secret-source': error('a secret has one source'),
  'secrets-not-put': warning('a command for one endpoint does not put its secrets'),
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** Codes of what only a look at the workspace, or at where secrets come from, can tell. */
const preflightCodes = {
  'replace-not-allowed': error('an endpoint is deleted and created anew only where that is allowed'),
  'replace-incomplete': error('what is created anew is declared with all that it serves'),
  'permissions-unknown': error('who may do what can be read where permissions are declared', rest),
  'not-there': error('an endpoint that Databricks provides is there before it is changed', rest),
  'secret-sources-differ': error('a secret that is declared twice has one source'),
  'provided-stays': warning('what Databricks provides is not deleted', rest),
  'endpoint-busy': note('an endpoint takes changes while nothing is being deployed on it', sdk),
  'secret-missing': error('each secret reference leads to a secret of the workspace, or of the manifest'),
  'scope-missing': error('each secret reference leads to a scope of the workspace, or of the manifest'),
  'scope-unreadable': warning('the keys of a scope can be listed, so that references are checked', rest),
  'principal-unknown': error('a service principal of each name in permissions is there', rest),
  'principal-ambiguous': error('a name in permissions stands for one service principal', rest),
  'principal-unreadable': error('names of service principals can be looked up', rest),
  'secret-value-missing': error('the value of each secret is where the manifest says'),
  'secret-value-binary': error('the value of a secret from a manifest is UTF-8 text'),
  'prevent-destroy': error('what its lifecycle protects is neither deleted nor replaced', cli),
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** What each code means. */
export const codes: Readonly<Record<string, CodeMeaning>> = {
  ...shapeCodes,
  ...ruleCodes,
  ...preflightCodes,
};

export type RuleCode = keyof typeof ruleCodes | 'missing-key';
