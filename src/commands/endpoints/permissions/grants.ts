import { InvalidArgumentError, type Command } from 'commander';
import { Option } from 'commander';
import type { AccessControlRequest } from '#schemas/api/permissions.ts';
import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';

type PrincipalField = 'user_name' | 'group_name' | 'service_principal_name';

/** The flags that name grants; each may be repeated. */
export interface GrantFlags {
  readonly user?: readonly AccessControlRequest[];
  readonly group?: readonly AccessControlRequest[];
  readonly servicePrincipal?: readonly AccessControlRequest[];
  readonly file?: string;
}

const levels: ReadonlyMap<string, string> = new Map(
  ['CAN_VIEW', 'CAN_QUERY', 'CAN_MANAGE'].flatMap((level) => [
    [level, level],
    [level.replace('CAN_', ''), level],
  ]),
);

/** Adds `--user`, `--group`, `--service-principal` and `-f`. */
export const grantOptions = (command: Command): Command =>
  command
    .addOption(grantOption('--user <email=level>', 'grant to a user: ana@example.com=CAN_QUERY', 'user_name'))
    .addOption(grantOption('--group <name=level>', 'grant to a group: data-science=CAN_MANAGE', 'group_name'))
    .addOption(
      grantOption(
        '--service-principal <name=level>',
        'grant to a service principal, by its name or its application id',
        'service_principal_name',
      ),
    )
    .option('-f, --file <file>', 'grants from a file that holds access_control_list; - is stdin');

const grantOption = (flags: string, description: string, field: PrincipalField): Option =>
  new Option(flags, description).argParser<readonly AccessControlRequest[]>((text, before) => [
    // Commander's own type promises a value where the first use has none.
    ...((before as readonly AccessControlRequest[] | undefined) ?? []),
    parseGrant(text, field),
  ]);

/** `ana@example.com=CAN_QUERY`; a level may be written short and in lower case: `query`. */
function parseGrant(text: string, field: PrincipalField): AccessControlRequest {
  const split = text.lastIndexOf('=');
  const principal = text.slice(0, Math.max(split, 0));
  const written = text.slice(split + 1).toUpperCase();
  if (principal === '' || written === '') throw new InvalidArgumentError('Write NAME=LEVEL.');
  // The API's levels grow: one that looks like them is the server's to judge.
  const level = levels.get(written) ?? (written.startsWith('CAN_') ? written : undefined);
  if (level === undefined) throw new InvalidArgumentError('Levels are CAN_VIEW, CAN_QUERY and CAN_MANAGE.');
  return { [field]: principal, permission_level: level };
}

/**
 * All grants that the flags and the file name.
 * @throws UsageError where there is none
 * @throws InvalidInputError for a file that does not validate
 */
export async function readGrants(
  context: Context,
  flags: GrantFlags,
): Promise<readonly AccessControlRequest[]> {
  const grants = [...(flags.user ?? []), ...(flags.group ?? []), ...(flags.servicePrincipal ?? [])];
  if (flags.file !== undefined) {
    const [{ readInput }, { grantsOfFile }] = await Promise.all([
      import('../../shared/input.ts'),
      import('./grants-file.ts'),
    ]);
    grants.push(...grantsOfFile(await readInput(context, flags.file, '-f')));
  }
  if (grants.length > 0 || flags.file !== undefined) return grants;
  throw new UsageError('nothing is granted', {
    hint: 'name grants with --user, --group, --service-principal or -f',
  });
}
