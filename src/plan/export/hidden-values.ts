import { credentialPairs, type CredentialPair, findProvider, type Provider } from '#schemas/api/providers.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { isRecord } from '#schemas/structure.ts';
import { listIn, part } from '../circumstances.ts';
import { isCredentialAt } from '../credentials.ts';
import { currentConfig } from '../normalize.ts';
import type { DocumentPath } from '../types.ts';
import type { Remark } from './types.ts';
import { put } from './places.ts';

type Json = Record<string, unknown>;

/**
 * Puts variables of the environment where a document would hold a credential: in plain text it belongs in no file, and
 * most of them no answer shows. Changes the document that it is given.
 */
export function addHiddenValues(document: Json, endpoint: ServingEndpointDetailed): readonly Remark[] {
  const live = listIn(currentConfig(endpoint), 'served_entities');
  const taken = new Map<string, unknown>();
  return listIn(document, 'config', 'served_entities').flatMap((entity, index) => {
    if (!isRecord(entity)) return [];
    const at = ['config', 'served_entities', index];
    const shown =
      live.find((each) => part(each, 'name') === entity['name']) ?? (live.length === 1 ? live[0] : undefined);
    return [...addCredentials(document, entity, shown, at), ...hideVariables(document, entity, at, taken)];
  });
}

/** A provider that needs a credential has one; where no reference is shown, it was given in plain text. */
function addCredentials(
  document: Json,
  entity: Json,
  shown: unknown,
  place: DocumentPath,
): readonly Remark[] {
  const model = entity['external_model'];
  const provider = isRecord(model) ? findProvider(String(model['provider'])) : undefined;
  if (!provider || !isRecord(model)) return [];
  const { configKey } = provider;
  const at = [...place, 'external_model', configKey];
  const settings = model[configKey] ?? {};
  const known = part(shown, 'external_model', configKey) ?? settings;
  const missing = missingPairs(provider, known).filter(
    ({ reference }) => part(settings, ...reference) === undefined,
  );
  for (const pair of missing) put(document, [...at, ...pair.plaintext], variable(pair, configKey));
  if (missing.length === 0 && !provider.credentialsRequired && !isAnyGiven(provider, settings)) {
    const text =
      'answers do not tell whether it has a credential: add the one that it has before you change it';
    return [{ at, text }];
  }
  return missing.map((pair) => ({
    at: [...at, ...pair.plaintext],
    text: `no answer shows it; ${variableName(pair, configKey)} is read by an apply that has to send it`,
  }));
}

/** The credentials that must be there, and that no reference tells. */
function missingPairs(
  { selector, ways, credentialsRequired }: Provider,
  settings: unknown,
): readonly CredentialPair[] {
  const chosen = selector
    ? ways.filter(({ selectedBy }) => selectedBy === (part(settings, selector.field) ?? selector.default))
    : ways.filter(({ pairs, fields }) =>
        [...pairs.map(({ reference }) => reference), ...fields, ...groupsOf(pairs)].some(
          (field) => part(settings, ...field) !== undefined,
        ),
      );
  const [way] = chosen.length > 0 || selector || !credentialsRequired ? chosen : ways;
  return (way?.pairs ?? []).filter(({ reference }) => part(settings, ...reference) === undefined);
}

/** The maps that credentials stand in: an empty one still tells that they are there. */
const groupsOf = (pairs: readonly CredentialPair[]): readonly (readonly string[])[] =>
  pairs.map(({ reference }) => reference.slice(0, -1)).filter((group) => group.length > 0);

const isAnyGiven = (provider: Provider, settings: unknown): boolean =>
  credentialPairs(provider).some(({ reference }) => part(settings, ...reference) !== undefined);

const variable = (pair: CredentialPair, configKey: string): string =>
  `\${env.${variableName(pair, configKey)}}`;

/** `OPENAI_API_KEY`; a field whose name alone doesn't tell the provider gets it in front. */
function variableName({ reference }: CredentialPair, configKey: string): string {
  const [field = ''] = reference;
  const isTelling = reference.length === 1 && field.split('_').length > 2;
  const words = isTelling ? reference : [configKey.replace(/_config$/, ''), ...reference];
  return words.join('_').toUpperCase();
}

/** The service shows environment variables to whoever sees the endpoint; a file may be seen by more. */
function hideVariables(
  document: Json,
  entity: Json,
  place: DocumentPath,
  taken: Map<string, unknown>,
): readonly Remark[] {
  const variables = entity['environment_vars'];
  if (!isRecord(variables)) return [];
  return Object.entries(variables).flatMap(([name, value]) => {
    const at = [...place, 'environment_vars', name];
    if (!isCredentialAt(value, at)) return [];
    put(document, at, `\${env.${freeName(name.replaceAll(/\W/g, '_'), value, taken)}}`);
    const text = `looks like a credential, and the endpoint shows it in plain text: better a secret, as "{{secrets/SCOPE/KEY}}"`;
    return [{ at, text }];
  });
}

/** A name that doesn't stand for another value already. */
function freeName(wanted: string, value: unknown, taken: Map<string, unknown>): string {
  let name = wanted;
  for (let count = 2; taken.has(name) && taken.get(name) !== value; count += 1) name = `${wanted}_${count}`;
  taken.set(name, value);
  return name;
}
