import type { ExternalModel } from '#schemas/api/external-model.ts';
import { closest } from '#schemas/closest.ts';
import { findProvider, providerMeantBy, providerNames, providers } from '#schemas/api/providers.ts';
import type { Path } from '../locate.ts';
import { listOf, quote } from '../words.ts';
import type { PartialEndpoint, Partly, RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';
import { isVariable } from './texts.ts';

type Model = Partly<ExternalModel>;

/** Which provider an external model has, and that its settings are that provider's. */
export function* externalModelRules(document: PartialEndpoint): Generator<RuleFinding> {
  for (const { entity, path } of servedBy(document)) {
    if (!entity.external_model) continue;
    const at = [...path, 'external_model'];
    yield* provider(entity.external_model, at);
    yield* settings(entity.external_model, at);
    yield* modelName(entity.external_model, at);
    yield* workspaceUrl(entity.external_model, at);
  }
}

function* provider({ provider: written }: Model, path: Path): Generator<RuleFinding> {
  if (written === undefined || findProvider(written)) return;
  const meant = providerMeantBy(written) ?? closest(written, providerNames);
  yield {
    code: 'unknown-provider',
    // A name that people write for a known provider is a mistake; any other may be newer than this program.
    severity: meant === undefined ? 'warning' : 'error',
    path: [...path, 'provider'],
    message: `${quote(written)} is no known provider`,
    hint: meant === undefined ? `known are ${listOf(providerNames, 'and')}` : `did you mean \`${meant}\`?`,
  };
}

const configKeys = Object.values(providers).map(({ configKey }) => configKey);

function* settings(model: Model, path: Path): Generator<RuleFinding> {
  const present = configKeys.filter((key) => model[key] !== undefined);
  const known = model.provider === undefined ? undefined : findProvider(model.provider);
  const [first = ''] = present;
  if (known && present.length === 0) {
    yield {
      code: 'provider-config-missing',
      path: [...path, 'provider'],
      message: `provider \`${String(model.provider)}\` has no settings: \`${known.configKey}\` is missing`,
      hint: `add \`${known.configKey}: …\` beside \`provider\``,
    };
  }
  const belongs = known?.configKey ?? (model.provider === undefined ? first : undefined);
  // What an unknown provider needs, nobody knows here.
  if (belongs === undefined) return;
  for (const key of present) {
    if (key === belongs) continue;
    yield {
      code: 'two-providers',
      path: [...path, key],
      part: 'key',
      message: known
        ? `\`${key}\` belongs to another provider than \`${String(model.provider)}\``
        : `\`${key}\` and \`${belongs}\` belong to different providers`,
      hint:
        known && !present.some((each) => each === belongs)
          ? `rename it to \`${belongs}\`, or change \`provider\``
          : `remove \`${key}\``,
    };
  }
}

/** Observed: the server refuses such a name (INVALID_PARAMETER_VALUE). */
function* modelName({ name }: Model, path: Path): Generator<RuleFinding> {
  if (!name?.includes('/')) return;
  yield {
    code: 'model-name-slash',
    path: [...path, 'name'],
    message: 'the name of an external model with a `/` in it has been refused by the service',
    hint: "use the provider's own short name of the model",
  };
}

function* workspaceUrl(
  { databricks_model_serving_config: config }: Model,
  path: Path,
): Generator<RuleFinding> {
  const url = config?.databricks_workspace_url;
  if (url === undefined || /^https:\/\/[^/\s]+\/?$/.test(url) || isVariable(url)) return;
  yield {
    code: 'workspace-url',
    path: [...path, 'databricks_model_serving_config', 'databricks_workspace_url'],
    message: '`databricks_workspace_url` is the address of a workspace alone: https and a host',
    hint: 'write it as `https://example.cloud.databricks.com`',
  };
}
