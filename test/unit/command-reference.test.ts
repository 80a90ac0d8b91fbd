import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generate } from '../../scripts/command-reference.ts';

it('the command reference is what the command tree says; `npm run generate` rewrites it', async () => {
  for (const [path, text] of Object.entries(await generate())) {
    expect(await readFile(path, 'utf8'), path).toBe(text);
  }
});
