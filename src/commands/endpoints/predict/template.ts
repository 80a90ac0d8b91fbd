import type { Context } from '../../../context.ts';
import { ApiError, UsageError } from '../../../errors.ts';
import { dialectOfTask } from '../../../predict/dialect.ts';
import { rowsKeyOf } from '../../../predict/rows/rows-body.ts';
import { requestSkeleton } from '../../../predict/skeleton.ts';
import { findTask } from '../../shared/endpoint-task.ts';
import { onEndpoint } from '../near-names.ts';
import type { RequestFlags } from './flags/request.ts';

/**
 * Prints a request body to start from, as JSON that `--data` takes once it is edited. An endpoint that has no OpenAPI
 * document, as those of external models and of gateways may have none, gets what its task asks for.
 * @throws ApiError where there is no such endpoint
 */
export async function printTemplate(context: Context, name: string, form: RequestFlags['as']): Promise<void> {
  if (form === 'llm') {
    throw new UsageError('--as llm has no body of its own', { hint: 'the forms of rows have one' });
  }
  const [openapi, task] = await onEndpoint(
    context,
    name,
    Promise.all([readOpenApi(context, name), findTask(context, name)]),
  );
  if (openapi === undefined && !(await context.gateway())) {
    context.notes.info(`${name} has no OpenAPI document: the body is made from its task`);
  }
  if (form !== undefined && dialectOfTask(task) !== 'rows' && task !== undefined) {
    throw new UsageError(`--as ${form} has no meaning for ${name}, whose task is '${task}'`, {
      hint: 'it is for custom models',
    });
  }
  const skeleton = requestSkeleton(openapi, {
    task,
    rowsKey: form === undefined ? undefined : rowsKeyOf[form],
  });
  await context.results.show(skeleton, {
    human: () => [{ kind: 'text', text: JSON.stringify(skeleton, null, 2) }],
    names: () => [name],
  });
}

async function readOpenApi(context: Context, name: string): Promise<unknown> {
  if (await context.gateway()) return undefined;
  const client = await context.client();
  try {
    return await client.endpoints.openapi(name, { signal: context.signal });
  } catch (error) {
    const hasNone = error instanceof ApiError && [400, 403, 404, 501].includes(error.status);
    if (!hasNone) throw error;
    return undefined;
  }
}
