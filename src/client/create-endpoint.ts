import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint.ts';
import type { Api, CallOptions, Operation } from './call.ts';

export interface CreateCall {
  readonly request: Operation;
  readonly body: { readonly name: string };
}

export async function createEndpoint(
  api: Api,
  call: CreateCall,
  options?: CallOptions,
): Promise<ServingEndpointDetailed> {
  const schema = async () => (await import('#schemas/api/serving-endpoint.ts')).ServingEndpointDetailed;
  return api.json(schema, call.request, options);
}
