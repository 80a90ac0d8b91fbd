import type { Command } from 'commander';
import { noun, type ContextSource } from '../../shared/command.ts';
import { getPermissionsCommand } from './get.ts';
import { setPermissionsCommand } from './set.ts';
import { updatePermissionsCommand } from './update.ts';

export const permissionsCommand = (source: ContextSource): Command =>
  noun('permissions', 'Who may do what with an endpoint', [
    getPermissionsCommand(source),
    setPermissionsCommand(source),
    updatePermissionsCommand(source),
  ]);
