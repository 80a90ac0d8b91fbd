import {
  type CredentialPair,
  type CredentialWay,
  credentialPairs,
  findProvider,
  type Provider,
  providers,
} from '#schemas/api/providers.ts';
import { parseSecretReference } from '#schemas/secret-reference.ts';
import { isRecord } from '#schemas/structure.ts';
import { partAt } from '../immutable.ts';
import type { Path } from '../locate.ts';
import type { PartialEndpoint, RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';

/** How an external model proves who calls: each credential well-formed, given once, and as many as the provider needs. */
export function* credentialRules(document: PartialEndpoint): Generator<RuleFinding> {
  for (const { entity, path } of servedBy(document)) {
    const model = entity.external_model;
    if (!model) continue;
    for (const [name, provider] of Object.entries<Provider>(providers)) {
      const settings: unknown = model[provider.configKey];
      // Settings of another provider than the one that is meant are told as that; they are not judged further.
      const isAnothers = model.provider !== name && findProvider(model.provider ?? '') !== undefined;
      if (!isRecord(settings) || isAnothers) continue;
      const at = [...path, 'external_model', provider.configKey];
      for (const pair of credentialPairs(provider)) yield* onePair(pair, settings, at);
      yield* oneWay(provider, settings, at);
    }
  }
}

type Settings = Readonly<Record<string, unknown>>;

const isGiven = (settings: Settings, field: Path): boolean => partAt(settings, field) !== undefined;
const isPairGiven = (settings: Settings, pair: CredentialPair): boolean =>
  isGiven(settings, pair.reference) || isGiven(settings, pair.plaintext);

function* onePair(pair: CredentialPair, settings: Settings, at: Path): Generator<RuleFinding> {
  const reference = partAt(settings, pair.reference);
  const plaintext = partAt(settings, pair.plaintext);
  const [field, twin] = [String(pair.reference.at(-1)), String(pair.plaintext.at(-1))];
  if (reference !== undefined && plaintext !== undefined) {
    yield {
      code: 'credential-twice',
      path: [...at, ...pair.plaintext],
      part: 'key',
      message: `\`${twin}\` and \`${field}\` hold the same credential: give one of them`,
      hint: `keep \`${field}\`, with a reference to a secret`,
    };
  }
  if (typeof reference === 'string') yield* oneReference(reference, twin, [...at, ...pair.reference]);
  if (typeof plaintext === 'string' && parseSecretReference(plaintext).ok) {
    yield {
      code: 'reference-as-plaintext',
      path: [...at, ...pair.plaintext],
      message: `\`${twin}\` is sent to the provider as it stands; references are resolved in \`${field}\` only`,
      hint: `rename \`${twin}\` to \`${field}\``,
    };
  }
}

function* oneReference(text: string, twin: string, path: Path): Generator<RuleFinding> {
  const parsed = parseSecretReference(text);
  if (parsed.ok) return;
  const codes = { 'raw-key': 'raw-key', 'unresolved-variable': 'unexpanded-variable' } as const;
  const isKnown = parsed.problem === 'raw-key' || parsed.problem === 'unresolved-variable';
  yield {
    code: isKnown ? codes[parsed.problem] : 'secret-reference',
    path,
    message: `\`${String(path.at(-1))}\`: ${parsed.message}`,
    hint:
      parsed.problem === 'raw-key'
        ? `${parsed.hint}; the key itself would belong into \`${twin}\``
        : parsed.hint,
  };
}

function* oneWay(provider: Provider, settings: Settings, at: Path): Generator<RuleFinding> {
  const chosen = waysOf(provider, settings);
  const [way, another] = chosen;
  if (way && another) {
    yield {
      code: 'credential-ways',
      path: [...at, ...firstField(another, settings)],
      part: 'key',
      message: `${another.label} and ${way.label} exclude each other`,
      hint: `keep ${way.label}, or ${another.label}`,
    };
    return;
  }
  if (!way) {
    if (provider.credentialsRequired) yield noCredential(provider, provider.ways, settings, at);
    return;
  }
  const given = way.pairs.filter((pair) => isPairGiven(settings, pair));
  if (way.pairs.length > 0 && given.length === 0) yield noCredential(provider, [way], settings, at);
  for (const pair of given.length === 0 ? [] : way.pairs) {
    if (given.includes(pair)) continue;
    yield {
      code: 'credential-missing',
      path: at,
      part: 'key',
      message: `${way.label} needs \`${pair.reference.join('.')}\`, too`,
      hint: `add \`${pair.reference.join('.')}: "{{secrets/SCOPE/KEY}}"\``,
    };
  }
  for (const field of way.fields) {
    // What the schema itself requires has been told by it.
    if (isGiven(settings, field) || field.length > 1) continue;
    yield {
      code: 'missing-key',
      path: at,
      part: 'key',
      message: `${way.label} needs \`${field.join('.')}\``,
      hint: `add \`${field.join('.')}: …\``,
    };
  }
}

/** The way that the selector picks; without a selector, those of which anything is given. */
function waysOf({ selector, ways }: Provider, settings: Settings): readonly CredentialWay[] {
  if (!selector) return ways.filter((way) => firstField(way, settings).length > 0);
  const selected = settings[selector.field] ?? selector.default;
  const known = ways.filter((way) => way.selectedBy === selected);
  // A type that is not known here has been told; what it needs, nobody knows here.
  return known.length > 0 ? known : [{ label: 'this type', pairs: [], fields: [] }];
}

/** What says that a way is meant: the first of its fields that is given, or the group that they would stand in. */
function firstField(way: CredentialWay, settings: Settings): Path {
  const fields = [...way.pairs.flatMap((pair) => [pair.reference, pair.plaintext]), ...way.fields];
  const groups = way.pairs.map(({ reference }) => reference.slice(0, -1)).filter((group) => group.length > 0);
  return [...fields, ...groups].find((field) => isGiven(settings, field)) ?? [];
}

function noCredential(
  { configKey }: Provider,
  ways: readonly CredentialWay[],
  settings: Settings,
  at: Path,
): RuleFinding {
  const example = ways[0]?.pairs[0]?.reference.join('.') ?? '';
  return {
    code: 'credential-missing',
    path: at,
    part: 'key',
    message: `\`${configKey}\` holds no credential: it needs ${ways.map(({ label }) => label).join(', or ')}`,
    hint: `${entraHint(ways, settings)}add \`${example}: "{{secrets/SCOPE/KEY}}"\``,
  };
}

const entraFields = [
  'microsoft_entra_tenant_id',
  'microsoft_entra_client_id',
  'microsoft_entra_client_secret',
];

/** Entra fields beside `azure` mean the other Azure type (seen in public declarations). */
const entraHint = (ways: readonly CredentialWay[], settings: Settings): string =>
  ways[0]?.selectedBy !== 'azuread' && entraFields.some((field) => isGiven(settings, [field]))
    ? 'for Microsoft Entra set `openai_api_type: azuread`, else '
    : '';

/** Fields that only one way reads, beside another way. Inferred, so it is a warning. */
export function* entraRules(document: PartialEndpoint): Generator<RuleFinding> {
  for (const { entity, path } of servedBy(document)) {
    const config = entity.external_model?.openai_config;
    if (!config || config.openai_api_type === 'azuread') continue;
    // Without a key the missing credential says it already.
    if (config.openai_api_key === undefined && config.openai_api_key_plaintext === undefined) continue;
    for (const field of entraFields) {
      if (!isGiven(config, [field])) continue;
      yield {
        code: 'entra-without-azuread',
        path: [...path, 'external_model', 'openai_config', field],
        part: 'key',
        message: `\`${field}\` is read only where \`openai_api_type\` is \`azuread\``,
        hint: 'set `openai_api_type: azuread`, or remove it',
      };
    }
  }
}
