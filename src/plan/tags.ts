import type { EndpointTag } from '#schemas/api/tag.ts';
import type { TagsPatch } from '#schemas/api/update-bodies.ts';

/**
 * The patch that turns the tags an endpoint has into the wanted ones, or undefined where they are equal. Tags are kept
 * by key; one without a value has the empty one.
 * @param actual undefined where it isn't known: then nothing is deleted
 */
export function tagsPatch(
  wanted: readonly EndpointTag[],
  actual: readonly EndpointTag[] | undefined,
): TagsPatch | undefined {
  const present = new Map(actual?.map(({ key, value }) => [key, value ?? '']));
  const desired = new Map(wanted.map((tag) => [tag.key, tag]));
  const added = [...desired.values()].filter(({ key, value }) => present.get(key) !== (value ?? ''));
  const gone = [...present.keys()].filter((key) => !desired.has(key));
  if (added.length === 0 && gone.length === 0) return undefined;
  return {
    ...(added.length > 0 && { add_tags: added }),
    ...(gone.length > 0 && { delete_tags: gone }),
  };
}
