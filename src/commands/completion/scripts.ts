import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { powershell } from './powershell.ts';
import type { Shell } from './shells.ts';
import { zsh } from './zsh.ts';

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };

/** The script that makes a shell complete servectl. */
export const completionScript = (shell: Shell): string => scripts[shell];
