import { list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { TagRecord } from '../store/records.ts';

export const tags = list(message({ key: text, value: text }));

/** @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readTags(sent: Decoded<typeof tags>): readonly TagRecord[] {
  const read = sent.map(({ key, value }) => ({
    key: requireKey(key),
    ...(value !== undefined && { value }),
  }));
  const keys = read.map(({ key }) => key);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated) throw invalidParameter(`The tag '${repeated}' is set more than once.`);
  return read;
}

/** Adds over what was there, then deletes: a key in both is gone. */
export function patchTags(
  before: readonly TagRecord[],
  add: readonly TagRecord[],
  remove: readonly string[],
): readonly TagRecord[] {
  const byKey = new Map([...before, ...add].map((tag) => [tag.key, tag]));
  for (const key of remove) byKey.delete(key);
  return [...byKey.values()];
}

/** Answers have tags by key, whatever the order they came in (observed: terraform-provider-databricks#5120). */
export const sortedTags = (unsorted: readonly TagRecord[]): readonly TagRecord[] =>
  unsorted.toSorted((one, other) => (one.key < other.key ? -1 : 1));

function requireKey(key: string | undefined): string {
  if (!key || key.length > 255 || /[.,=/:]/.test(key)) {
    throw invalidParameter(
      `The tag key '${key ?? ''}' is invalid: it must have 1 to 255 characters, and none of . , = / :`,
    );
  }
  return key;
}
