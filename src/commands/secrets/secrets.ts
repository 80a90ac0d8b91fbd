import type { Command } from 'commander';
import { noun, type ContextSource } from '../shared/command.ts';
import { createScopeCommand } from './create-scope.ts';
import { deleteAclCommand } from './delete-acl.ts';
import { deleteScopeCommand } from './delete-scope.ts';
import { deleteCommand } from './delete.ts';
import { getAclCommand } from './get-acl.ts';
import { getCommand } from './get.ts';
import { listAclsCommand } from './list-acls.ts';
import { listScopesCommand } from './list-scopes.ts';
import { listCommand } from './list.ts';
import { putAclCommand } from './put-acl.ts';
import { putCommand } from './put.ts';

export const secretsCommand = (source: ContextSource): Command =>
  noun(
    'secrets',
    'Secret scopes, the secrets that endpoints refer to, and who may read them',
    [
      createScopeCommand(source),
      putCommand(source),
      getCommand(source),
      listScopesCommand(source),
      listCommand(source),
      deleteCommand(source),
      deleteScopeCommand(source),
      putAclCommand(source),
      getAclCommand(source),
      listAclsCommand(source),
      deleteAclCommand(source),
    ],
    [
      [
        'A scope, and a key in it',
        'servectl secrets create-scope llm && servectl secrets put llm openai-api-key',
      ],
      ['Refer to it in a manifest', 'openai_api_key: "{{secrets/llm/openai-api-key}}"'],
    ],
  );
