import { credentialPairs, findProvider } from '#schemas/api/providers.ts';
import { isOwnModel } from '#schemas/own-model.ts';
import { isRecord } from '#schemas/structure.ts';
import { listIn, part } from '../circumstances.ts';
import type { DocumentPath } from '../types.ts';
import { counterpart } from './counterpart.ts';
import type { BothSides } from './types.ts';

/**
 * What has to go with a credential in plain text, which no answer shows: it can't be compared, but the endpoint may show
 * that it has another provider, or proves who calls in another way.
 * @param at where the credential stands in the document
 */
export function excludedBy(at: DocumentPath, sides: BothSides): DocumentPath | undefined {
  const model = at.slice(0, 4);
  const path = counterpart(model, sides);
  if (!path) return undefined;
  const exported = valueAt(sides.wanted, path);
  if (part(exported, 'provider') !== part(valueAt(sides.desired, model), 'provider')) return at.slice(0, 5);
  if (counterpart(at, sides)) return undefined;
  const provider = findProvider(String(part(exported, 'provider')));
  const settings = provider && part(exported, provider.configKey);
  const isGiven = (field: readonly string[]): boolean => part(settings, ...field) !== undefined;
  const isToldOtherwise =
    provider &&
    (credentialPairs(provider).some(({ reference, plaintext }) => isGiven(reference) || isGiven(plaintext)) ||
      provider.ways.some(({ pairs, fields }) => pairs.length === 0 && fields.some(isGiven)));
  if (!isToldOtherwise) return undefined;
  // A map around it would still say that this way is meant.
  return at.length > 6 && counterpart(at.slice(0, -1), sides) === undefined ? at.slice(0, -1) : at;
}

/** Limits of the older kind, which no answer shows, exclude those of the gateway, and go with no model of one's own. */
export const excludesOlderLimits = ({ desired, wanted }: BothSides): boolean =>
  part(desired, 'rate_limits') !== undefined &&
  (listIn(wanted, 'ai_gateway', 'rate_limits').length > 0 ||
    listIn(wanted, 'config', 'served_entities').filter(isRecord).some(isOwnModel));

const valueAt = (value: unknown, at: DocumentPath): unknown => part(value, ...at.map(String));
