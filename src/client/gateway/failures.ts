import { ApiError, ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';

/** An error with advice that suits a gateway, where what is below knows of workspaces alone. */
export function adviseForGateway(error: unknown): unknown {
  if (!(error instanceof ServectlError)) return error;
  if (error.exitCode === ExitCode.auth) {
    return error.advise(
      'set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, as the gateway wants it; a Databricks workspace is named by DATABRICKS_HOST, in place of --target',
    );
  }
  if (error.exitCode === ExitCode.notFound) {
    return error.advise('check the name, and that the target is the right gateway');
  }
  return error.hint?.includes('check the host (DATABRICKS_HOST') === true
    ? error.advise('check the target (--target, SERVECTL_TARGET), and any proxy on the way')
    : error;
}

/** The standalone gateway has no route for a name that it doesn't know, and says no more than that. */
export function nameMissing(error: unknown, name: string): unknown {
  if (!(error instanceof ApiError) || error.status !== 404 || !/^not found$/i.test(error.message))
    return error;
  const { status, code, body, method, path, exitCode, retryable } = error;
  return new ApiError(
    {
      status,
      code,
      message: `the gateway has no endpoint '${name}'`,
      cause: error,
      ...(body !== undefined && { body }),
      ...(method !== undefined && { method }),
      ...(path !== undefined && { path }),
    },
    exitCode,
    retryable,
  );
}
