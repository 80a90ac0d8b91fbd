import { withoutCredentials } from './credentials.ts';
import type { DeleteStep, Step } from './step.ts';
import type { SecretStep } from './secret-step.ts';
import type { DocumentPath, PlannedStep, ValueSource } from './types.ts';

/** Where in a document the body of a call comes from; other bodies hold no credential of a document. */
const origins: Readonly<Partial<Record<Step['call'], DocumentPath>>> = {
  create: [],
  'update-config': ['config'],
};

/** Takes the credentials out of a step's body, and says where each is to be had. */
export function withhold(step: Step | DeleteStep): PlannedStep {
  const origin = step.call === 'delete' ? undefined : origins[step.call];
  if (!origin || !('body' in step)) return { step, withheld: [] };
  const { value: body, paths } = withoutCredentials(step.body);
  if (paths.length === 0) return { step, withheld: [] };
  return {
    step: { ...step, body } as Step,
    withheld: paths.map((path) => ({
      path,
      source: { from: 'document', endpoint: step.endpoint, path: [...origin, ...path] },
    })),
  };
}

/**
 * The step with its credentials in place, to be carried out at once and not kept.
 * @param read gives the value of a source; may throw where there is none
 */
export async function completeStep(
  { step, withheld }: PlannedStep,
  read: (source: ValueSource) => Promise<string> | string,
): Promise<Step | DeleteStep | SecretStep> {
  if (withheld.length === 0 || !('body' in step)) return step;
  const body: unknown = structuredClone(step.body);
  for (const { path, source } of withheld) put(body, path, await read(source));
  return { ...step, body } as typeof step;
}

function put(body: unknown, path: DocumentPath, value: string): void {
  let at = body as Record<string | number, unknown>;
  for (const segment of path.slice(0, -1)) at = at[segment] as Record<string | number, unknown>;
  const [last] = path.slice(-1);
  if (last !== undefined) at[last] = value;
}
