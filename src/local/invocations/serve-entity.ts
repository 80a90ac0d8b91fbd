import { ApiFault } from '../http/api-fault.ts';
import type { InvocationServices } from '../invocation-services.ts';
import type { ModelAnswer, ModelContext } from '../models/answer.ts';
import { answerAgent } from '../models/local-agent.ts';
import { answerEcho } from '../models/local-echo.ts';
import { answerEmbeddings } from '../models/local-embed.ts';
import { builtinModels, type BuiltinModel } from '../options.ts';
import type { EndpointRecord, EntityRecord } from '../store/records.ts';
import type { EntityAnswer } from './entity-answer.ts';
import type { EntityCall } from './entity-call.ts';
import { frames } from './event-stream.ts';

/**
 * Asks one served entity: a provider, a custom model where it runs, or a model of the workspace.
 * @throws ApiFault the entity's refusal
 */
export async function serveEntity(services: InvocationServices, call: EntityCall): Promise<EntityAnswer> {
  const { endpoint, entity } = call;
  if (entity.external_model) {
    // Most runs ask no provider: what that needs, the schemas above all, is loaded when one does.
    const { forward } = await import('./external/forward.ts');
    return forward(services, { ...call, model: entity.external_model }, call.dialect, call.settle);
  }
  const scoringServer = services.options.scoringServers?.[entity.entity_name ?? ''];
  if (scoringServer !== undefined) {
    const { askScoringServer } = await import('./scoring-server.ts');
    return askScoringServer(services, call, scoringServer);
  }
  const model = endpoint.builtin ?? localModel(entity, services.options.aliases);
  if (model === undefined) throw cannotRun(endpoint, entity);
  return answerLocally(services, call, model);
}

function answerLocally(services: InvocationServices, call: EntityCall, model: BuiltinModel): EntityAnswer {
  const { clock, frameDelayMs = 0 } = services.options;
  const answer = ask(model, call, modelContext(services));
  call.settle(answer.tokens);
  if (answer.kind === 'document') return { kind: 'document', json: JSON.stringify(answer.body) };
  return { kind: 'stream', chunks: frames(answer.frames, { clock, frameDelayMs, signal: call.signal }) };
}

function ask(model: BuiltinModel, { body, dialect }: EntityCall, context: ModelContext): ModelAnswer {
  switch (model) {
    case 'local-echo':
      return answerEcho(body, dialect, context);
    case 'local-embed':
      return answerEmbeddings(body);
    case 'local-agent':
      return answerAgent(body, context);
  }
}

function modelContext({ options: { clock, random = Math.random } }: InvocationServices): ModelContext {
  const hex = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return {
    id: (prefix) => `${prefix}-${hex()}${hex()}${hex()}`,
    created: Math.floor(clock.now() / 1000),
  };
}

/** A served entity may name a model of the workspace as its own, or by an alias. */
function localModel(
  { entity_name }: EntityRecord,
  aliases: Readonly<Record<string, BuiltinModel>> = {},
): BuiltinModel | undefined {
  return builtinModels.find((model) => model === entity_name) ?? aliases[entity_name ?? ''];
}

const cannotRun = (endpoint: EndpointRecord, entity: EntityRecord): ApiFault =>
  new ApiFault(
    501,
    'NOT_IMPLEMENTED',
    `The local workspace can't run the model '${entity.entity_name ?? entity.name}' that the endpoint '${endpoint.name}' serves. ` +
      "Serve entity_name 'local-echo', 'local-embed' or 'local-agent' in its place, " +
      `or start the workspace with --alias ${entity.entity_name ?? entity.name}=local-echo, ` +
      `or with --scoring-server ${entity.entity_name ?? entity.name}=URL where 'mlflow models serve' runs it`,
  );
