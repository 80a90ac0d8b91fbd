import { createHash } from 'node:crypto';
import type { BuiltinModel, LocalWorkspaceOptions } from '../options.ts';
import type { EndpointRecord } from '../store/records.ts';
import type { Metadata } from '../store/store.ts';
import { isEndpointName } from './names.ts';

/** How a model of the workspace is told to clients. */
interface FoundationModel {
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
}

interface Builtin {
  readonly task: string;
  readonly foundation_model: FoundationModel;
}

export const builtinCatalog: Readonly<Record<BuiltinModel, Builtin>> = {
  'local-echo': {
    task: 'llm/v1/chat',
    foundation_model: {
      name: 'local-echo',
      display_name: 'Local echo',
      description:
        'Not a language model: repeats what it is asked, deterministically, for tests of chat clients.',
    },
  },
  'local-embed': {
    task: 'llm/v1/embeddings',
    foundation_model: {
      name: 'local-embed',
      display_name: 'Local embeddings',
      description: 'Not a trained model: hashes the words of a text into a unit vector of 1,024 dimensions.',
    },
  },
  'local-agent': {
    task: 'agent/v2/chat',
    foundation_model: {
      name: 'local-agent',
      display_name: 'Local agent',
      description: 'Not an agent: repeats what it is asked, in the form that agents answer in.',
    },
  },
};

/** Who is told to have made the endpoints that nobody made. */
const provider = 'Databricks';

/** Every workspace of Databricks has chat models and embeddings; agents are somebody's own, and come by alias. */
const standing: readonly BuiltinModel[] = ['local-echo', 'local-embed'];

/** The endpoints that are there from the start, by name: the standing ones under their own, and all aliases. */
export function builtinEndpoints(
  { aliases = {} }: Pick<LocalWorkspaceOptions, 'aliases'>,
  { workspaceId, createdAt }: Pick<Metadata, 'workspaceId' | 'createdAt'>,
): ReadonlyMap<string, EndpointRecord> {
  const models = standing.map((name) => [name, name] as const);
  // An alias may also name a registered model (`main.default.ranker`), which is no endpoint.
  const endpoints = Object.entries(aliases).filter(([name]) => isEndpointName(name));
  return new Map(
    [...models, ...endpoints].map(([name, builtin]) => [
      name,
      {
        id: createHash('sha256').update(`${workspaceId}/${name}`).digest('hex').slice(0, 32),
        name,
        creator: provider,
        creation_timestamp: createdAt,
        last_updated_timestamp: createdAt,
        description: builtinCatalog[builtin].foundation_model.description,
        route_optimized: false,
        tags: [],
        builtin,
        config_update: 'NOT_UPDATING',
        stopped: false,
        last_config_version: 1,
        config: {
          config_version: 1,
          routes: [{ served_entity_name: name, traffic_percentage: 100 }],
          served_entities: [
            {
              name,
              creator: provider,
              creation_timestamp: createdAt,
              sizing: {},
              deployment: 'DEPLOYMENT_READY',
              deployment_state_message: '',
            },
          ],
        },
      } satisfies EndpointRecord,
    ]),
  );
}
