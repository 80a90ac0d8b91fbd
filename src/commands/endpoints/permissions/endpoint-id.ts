import type { Context } from '../../../context.ts';
import { UnexpectedAnswerError } from '../../../errors.ts';
import { onEndpoint } from '../near-names.ts';

/**
 * The id that permissions hang on, by the endpoint's name.
 * @throws ApiError where there is no endpoint of that name
 */
export async function endpointId(context: Context, name: string): Promise<string> {
  const client = await context.client();
  const { id } = await onEndpoint(context, name, client.endpoints.get(name, { signal: context.signal }));
  if (id === undefined)
    throw new UnexpectedAnswerError(`the workspace does not say the id of endpoint '${name}'`);
  return id;
}
