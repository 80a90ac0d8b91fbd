import type { EndpointTag } from '#schemas/api/tag.ts';

/** The key of the tag that says who manages an endpoint. `--prune` deletes by it alone. */
export const ownershipTag = 'servectl_owner';

/** The owner that the tags of an endpoint name. */
export const ownerOf = (tags: readonly EndpointTag[] | undefined): string | undefined =>
  tags?.find(({ key }) => key === ownershipTag)?.value;

/**
 * The tags that an endpoint is to have. The ownership tag stands beside what is declared: it is set for an owner, and
 * what another run has set is never taken away.
 * @param declared undefined where the manifest doesn't mention tags; then those that are there stay
 */
export function tagsToBe(
  declared: readonly EndpointTag[] | undefined,
  present: readonly EndpointTag[] | undefined,
  owner: string | undefined,
): readonly EndpointTag[] | undefined {
  const tags = declared ?? (owner === undefined ? undefined : present) ?? [];
  if (owner === undefined) {
    const kept = present?.filter(({ key }) => key === ownershipTag) ?? [];
    if (!declared) return undefined;
    return declared.some(({ key }) => key === ownershipTag) ? declared : [...declared, ...kept];
  }
  return [...tags.filter(({ key }) => key !== ownershipTag), { key: ownershipTag, value: owner }];
}
