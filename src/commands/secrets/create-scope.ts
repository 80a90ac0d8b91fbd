import { Option, type Command } from 'commander';
import { ApiError, UsageError } from '../../errors.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { scopeHelp } from './arguments.ts';
import { showDone } from './done.ts';

const backends = ['DATABRICKS', 'AZURE_KEYVAULT'] as const;

interface Flags {
  readonly backend?: (typeof backends)[number];
  readonly scopeBackendType?: (typeof backends)[number];
  readonly resourceId?: string;
  readonly dnsName?: string;
  readonly initialManagePrincipal?: string;
  readonly ifNotExists?: boolean;
}

export const createScopeCommand = (source: ContextSource): Command =>
  verb('create-scope', 'Create a secret scope', [
    ['A scope that Databricks keeps', 'servectl secrets create-scope llm'],
    ['The same in a pipeline that runs again', 'servectl secrets create-scope llm --if-not-exists'],
  ])
    .argument('<scope>', scopeHelp)
    .addOption(new Option('--backend <type>', 'where the secrets are kept').choices(backends))
    // The name that the Databricks CLI gives the same flag.
    .addOption(new Option('--scope-backend-type <type>').choices(backends).conflicts('backend').hideHelp())
    .option('--resource-id <id>', 'with AZURE_KEYVAULT: resource id of the vault')
    .option('--dns-name <url>', 'with AZURE_KEYVAULT: DNS name of the vault')
    .addOption(
      new Option('--initial-manage-principal <principal>', 'who gets MANAGE besides you').choices(['users']),
    )
    .option('--if-not-exists', 'a scope that is there already is fine')
    .addOption(dryRunOption())
    .action(
      action(source, async (context, scope: string, flags: Flags) => {
        const backend = flags.backend ?? flags.scopeBackendType;
        const vault = vaultOf(backend, flags);
        const client = await context.client();
        const body = {
          scope,
          ...(backend && { scope_backend_type: backend }),
          ...(vault && { backend_azure_keyvault: vault }),
          ...(flags.initialManagePrincipal && { initial_manage_principal: flags.initialManagePrincipal }),
        };
        try {
          await orUnknown(
            context,
            client.secrets.createScope(body, { signal: context.signal }),
            `scope ${scope} may have been created`,
            'servectl secrets list-scopes tells',
          );
        } catch (error) {
          if (!(flags.ifNotExists && isAlreadyThere(error))) throw error;
          await showDone(context, `scope ${scope} exists already`, { scope }, scope);
          return;
        }
        await showDone(context, `created scope ${scope}`, { scope }, scope);
        context.notes.hint(`servectl secrets put ${scope} KEY`);
      }),
    );

function vaultOf(backend: string | undefined, { resourceId, dnsName }: Flags) {
  if (backend !== 'AZURE_KEYVAULT') {
    if (resourceId === undefined && dnsName === undefined) return undefined;
    throw new UsageError('--resource-id and --dns-name are for --backend AZURE_KEYVAULT');
  }
  if (resourceId === undefined || dnsName === undefined) {
    throw new UsageError('--backend AZURE_KEYVAULT needs --resource-id and --dns-name');
  }
  return { resource_id: resourceId, dns_name: dnsName };
}

// Workspaces answer a second scope of one name with 400, not 409: the code tells.
const isAlreadyThere = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'RESOURCE_ALREADY_EXISTS';
