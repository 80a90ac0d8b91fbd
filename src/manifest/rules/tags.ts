import { items, type PartialEndpoint, type RuleFinding } from './rule.ts';

export function* tagRules(document: PartialEndpoint): Generator<RuleFinding> {
  const seen = new Set<string>();
  for (const [index, { key }] of items(document.tags)) {
    if (key === undefined) continue;
    const path = ['tags', index, 'key'];
    if (seen.has(key)) {
      yield {
        code: 'duplicate-tag',
        path,
        message: `another tag has the key \`${key}\`, too; tags are kept by key, so one of them is lost`,
        hint: 'keep one of the two',
      };
    }
    seen.add(key);
    // Observed in an error of a live server.
    if (key.length > 255 || /[.,=/:]/.test(key)) {
      yield {
        code: 'tag-key',
        path,
        message: 'a tag key holds at most 255 characters, and none of `. , = / :`',
        hint: 'use `-` or `_` instead',
      };
    }
  }
}
