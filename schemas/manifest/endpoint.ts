import * as z from 'zod';
import { CreateServingEndpoint } from '../api/create-endpoint.ts';
import { EndpointGrant } from './grant.ts';
import { SecretSource } from './secret-source.ts';

/** An endpoint as a manifest declares it: the API's create request and two extensions of ours. */
export const EndpointDocument = CreateServingEndpoint.extend({
  permissions: z
    .array(EndpointGrant)
    .optional()
    .describe('Who may do what with the endpoint. Can be changed at any time.'),
  secrets: z
    .array(SecretSource)
    .optional()
    .describe('Secrets that the endpoint refers to, and where their values come from.'),
}).meta({ id: 'EndpointDocument', description: 'A model-serving endpoint.' });
export type EndpointDocument = z.infer<typeof EndpointDocument>;

/** What `endpoints update` takes: any part of an endpoint. Each part that is given replaces the endpoint's own. */
export const EndpointUpdateDocument = EndpointDocument.partial().meta({
  id: 'EndpointUpdateDocument',
  description: 'Changes to a model-serving endpoint: any part of it, each in place of what the endpoint has.',
});
export type EndpointUpdateDocument = z.infer<typeof EndpointUpdateDocument>;
