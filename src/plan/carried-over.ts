import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { ownershipTag } from './ownership.ts';
import { grantLabel } from './plan-permissions.ts';
import type { PlannedStep } from './types.ts';

/** Parts of an endpoint, in a manifest's words. */
export type CarriedOver = Partial<EndpointDocument>;

/**
 * What the steps of a replacement take over from the endpoint of before, because the document doesn't declare it: once
 * that one is deleted, the steps alone know it. Empty where the document says all there is.
 */
export function carriedOver(steps: readonly PlannedStep[], document: EndpointDocument): CarriedOver {
  let carried: CarriedOver = {};
  for (const { step } of steps) {
    if (step.call === 'create') carried = { ...carried, ...undeclared(step.body, document) };
    if (step.call === 'update-permissions' || step.call === 'set-permissions') {
      const permissions = undeclaredGrants(step.body.access_control_list ?? [], document);
      if (permissions.length > 0) carried = { ...carried, permissions };
    }
  }
  return carried;
}

function undeclared(body: EndpointDocument, document: EndpointDocument): CarriedOver {
  const parts = Object.entries(body).filter(
    ([key]) => key !== 'name' && key !== 'config' && document[key] === undefined,
  );
  const { tags, ...carried } = Object.fromEntries(parts) as CarriedOver;
  // The mark of an owner comes with the next apply, as it came with this one.
  const others = tags?.filter(({ key }) => key !== ownershipTag) ?? [];
  const capture = body.config?.auto_capture_config;
  return {
    ...carried,
    ...(others.length > 0 && { tags: others }),
    ...(capture && !document.config?.auto_capture_config && { config: { auto_capture_config: capture } }),
  };
}

type Grants = NonNullable<EndpointDocument['permissions']>;
type Requests = Extract<
  PlannedStep['step'],
  { readonly call: 'set-permissions' }
>['body']['access_control_list'];

function undeclaredGrants(requests: NonNullable<Requests>, { permissions = [] }: EndpointDocument): Grants {
  const declared = new Set(permissions.map(grantLabel));
  return requests
    .map(({ permission_level: level = 'CAN_VIEW', ...principal }) => ({ ...principal, level }))
    .filter((grant) => !declared.has(grantLabel(grant)));
}
