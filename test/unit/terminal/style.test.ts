import { describe, expect, it } from 'vitest';
import { loadStyle, wantsColor } from '../../../src/terminal/style.ts';

describe('whether there is colour', () => {
  it.each([
    ['a terminal', 'auto', {}, true, true],
    ['no terminal', 'auto', {}, false, false],
    ['NO_COLOR on a terminal', 'auto', { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR, which counts as unset', 'auto', { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR without a terminal', 'auto', { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0 on a terminal', 'auto', { FORCE_COLOR: '0' }, true, false],
    ['CLICOLOR_FORCE without a terminal', 'auto', { CLICOLOR_FORCE: '1' }, false, true],
    ['NO_COLOR and FORCE_COLOR together', 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['a dumb terminal', 'auto', { TERM: 'dumb' }, true, false],
    ['the flag against NO_COLOR', 'always', { NO_COLOR: '1' }, false, true],
    ['the flag against a terminal', 'never', { FORCE_COLOR: '1' }, true, false],
  ] as const)('%s', (_case, choice, env, isTTY, expected) => {
    expect(wantsColor(choice, env, isTTY)).toBe(expected);
  });

  it('gives escape sequences or the text as it is', async () => {
    expect((await loadStyle(true)).red('no')).toBe('\u001b[31mno\u001b[39m');
    expect((await loadStyle(false)).red('no')).toBe('no');
  });
});
