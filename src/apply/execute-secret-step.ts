import type { WorkspaceClient } from '../client/workspace-client.ts';
import type { SecretStep } from '../plan/secret-step.ts';

/**
 * Obeys one step on secrets by one call, and decides nothing.
 * @throws what the client throws
 */
export async function executeSecretStep(
  { secrets }: Pick<WorkspaceClient, 'secrets'>,
  step: SecretStep,
  signal?: AbortSignal,
): Promise<void> {
  const call = signal ? { signal } : {};
  switch (step.call) {
    case 'create-scope':
      return secrets.createScope(step.body, call);
    case 'put-secret':
      return secrets.put(step.body, call);
    case 'delete-secret':
      return secrets.delete(step.body.scope, step.body.key, call);
    case 'delete-scope':
      return secrets.deleteScope(step.body.scope, call);
    case 'put-secret-acl':
      return secrets.putAcl(step.body, call);
    case 'delete-secret-acl':
      return secrets.deleteAcl(step.body.scope, step.body.principal, call);
  }
}
