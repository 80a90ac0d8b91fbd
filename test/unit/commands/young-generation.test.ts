import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Has much outlive collections, and prints how large the young generation became, in MB. */
const program = (hold: string): string => `
  const v8 = require('node:v8');
  const kept = [];
  for (let i = 0; i < 3e6; i++) {
    kept.push({ i, text: 'x' + i });
    if (kept.length > 1e5) kept.splice(0, 5e4);
    if (i % 1000 === 0) { ${hold} }
  }
  console.log(v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);
`;

const sizeWith = (hold: string): number =>
  Number(execFileSync(process.execPath, ['-e', program(hold)], { encoding: 'utf8' }));

it('V8 still takes the flag by which the young generation is held', () => {
  const held = sizeWith(`
    if (v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size >= 2 ** 23)
      v8.setFlagsFromString('--semi-space-growth-factor=1');
  `);
  expect(held).toBeLessThan(17);
  expect(held).toBeLessThan(sizeWith(''));
});
