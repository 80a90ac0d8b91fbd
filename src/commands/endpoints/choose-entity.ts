import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { ServectlError, UsageError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { servedOf } from './entity-text.ts';

/**
 * The served entity whose log is meant: the one that was named, else the only one there is. What is being deployed
 * counts too, since its log is the one that is looked for.
 * @param verb the command, for the hint: `logs`
 * @throws UsageError where there are several and none is named, or the named one is not there
 */
export function chooseEntity(
  endpoint: ServingEndpointDetailed,
  named: string | undefined,
  verb: string,
): string {
  const names = [
    ...new Set(
      [...servedOf(endpoint.pending_config), ...servedOf(endpoint.config)].flatMap(({ name }) => name ?? []),
    ),
  ];
  if (named !== undefined) {
    // Where the endpoint doesn't say what it serves, the server knows whether there is a log.
    if (names.length === 0 || names.includes(named)) return named;
    throw new ServectlError(
      'RESOURCE_DOES_NOT_EXIST',
      `endpoint '${endpoint.name}' serves no entity '${named}'`,
      ExitCode.notFound,
      { hint: `it serves ${names.join(', ')}` },
    );
  }
  const [only, ...others] = names;
  if (only === undefined) {
    throw new ServectlError(
      'ENDPOINT_EMPTY',
      `endpoint '${endpoint.name}' serves nothing, so there is no log`,
      ExitCode.conflict,
    );
  }
  if (others.length === 0) return only;
  throw new UsageError(`endpoint '${endpoint.name}' serves ${names.length} entities: ${names.join(', ')}`, {
    hint: `name one: servectl endpoints ${verb} ${endpoint.name} ${only}`,
  });
}
