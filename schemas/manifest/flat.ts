import * as z from 'zod';
import { EndpointCoreConfigInput } from '../api/endpoint-config.ts';
import { EndpointDocument, EndpointUpdateDocument } from './endpoint.ts';
import { Lifecycle } from './lifecycle.ts';

/*
 * MLflow's deployment client takes the endpoint in forms where the parts stand elsewhere: its older calls hold tags,
 * rate limits and the like inside `config`, and files written for the REST API often hold `served_entities` and
 * `traffic_config` without a `config` around them. A file may be written either way; what is read from it is always
 * an EndpointDocument.
 */

/** What stands beside `config`, and may also stand inside it. */
const BesideConfig = EndpointUpdateDocument.omit({ name: true, config: true });

/** What may be written under `config`. */
export const ConfigAsWritten = EndpointCoreConfigInput.extend(BesideConfig.shape).meta({
  id: 'ConfigAsWritten',
  description:
    'What the endpoint serves and how traffic is split. MLflow also puts here what else belongs to the endpoint.',
});
export type ConfigAsWritten = z.infer<typeof ConfigAsWritten>;

/** An endpoint as it may be written in a file. */
export const EndpointAsWritten = EndpointDocument.extend({
  ...EndpointCoreConfigInput.shape,
  config: ConfigAsWritten.optional(),
  lifecycle: Lifecycle.optional(),
  $schema: z.string().optional().describe('Where an editor finds the schema of this file.'),
}).meta({ id: 'EndpointAsWritten', description: 'A model-serving endpoint.' });
export type EndpointAsWritten = z.infer<typeof EndpointAsWritten>;

/** Changes to an endpoint as they may be written in a file. */
export const EndpointUpdateAsWritten = EndpointAsWritten.partial().meta({
  id: 'EndpointUpdateAsWritten',
  description: 'Changes to a model-serving endpoint: any part of it, each in place of what the endpoint has.',
});
export type EndpointUpdateAsWritten = z.infer<typeof EndpointUpdateAsWritten>;
