import { plainStyle, type Style } from '../output/style.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a stream gets colour. The flag decides; then NO_COLOR (no-color.org), FORCE_COLOR and CLICOLOR_FORCE; then
 * whether it is a terminal that understands colour.
 */
export function wantsColor(choice: ColorChoice, env: Environment, isTTY: boolean): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'] ?? env['CLICOLOR_FORCE'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}

/** The style of a stream; chalk is loaded only where there is colour. */
export async function loadStyle(color: boolean): Promise<Style> {
  if (!color) return plainStyle;
  const { Chalk } = await import('chalk');
  // Sixteen colours: they follow the user's own palette.
  return new Chalk({ level: 1 });
}
