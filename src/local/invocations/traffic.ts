import type { ConfigRecord, EntityRecord } from '../store/records.ts';

/**
 * The served entities that a call tries, in order: one picked by its share of the traffic, then, where fallback is on,
 * the others as the config lists them. An entity with no share is reached by fallback alone.
 * @param random a number in [0, 1)
 */
export function entitiesToTry(
  config: ConfigRecord,
  fallback: boolean,
  random: () => number,
): readonly EntityRecord[] {
  const first = pickByShare(config, random);
  if (first === undefined) return [];
  return fallback ? [first, ...config.served_entities.filter((entity) => entity !== first)] : [first];
}

function pickByShare(
  { served_entities, routes }: ConfigRecord,
  random: () => number,
): EntityRecord | undefined {
  const shares = routes.flatMap(({ served_entity_name, traffic_percentage }) => {
    const entity = served_entities.find(({ name }) => name === served_entity_name);
    return entity && traffic_percentage > 0 ? [{ entity, share: traffic_percentage }] : [];
  });
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  let left = random() * total;
  for (const { entity, share } of shares) {
    left -= share;
    if (left < 0) return entity;
  }
  // Rounding can leave nothing of the last share; no routes at all leave the only entity.
  return shares.at(-1)?.entity ?? served_entities[0];
}
