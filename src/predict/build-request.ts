import { UsageError } from '../errors.ts';
import { isObject, type JsonObject } from './json.ts';

/** What the user gave to ask with. Exactly one of `message`, `prompt`, `inputs` and `data`. */
export interface RequestForms {
  readonly message?: string | undefined;
  /** A system message before `message`. */
  readonly system?: string | undefined;
  readonly prompt?: string | undefined;
  /** Texts to embed. */
  readonly inputs?: readonly string[] | undefined;
  /** A whole body, parsed. It is sent as it is. */
  readonly data?: unknown;
  /** Further fields of the body. */
  readonly params?: JsonObject | undefined;
  readonly stop?: readonly string[] | undefined;
  /**
   * The endpoint's task, which decides the form that `message` travels in. Undefined: nobody knows it, and chat is
   * assumed; the empty string: the endpoint has none, as custom models do.
   */
  readonly task?: string | undefined;
}

const forms = '--message, --prompt, --input or --data';

/**
 * The request body. Pure: the same forms make the same body.
 *
 * @throws UsageError where no form is given, or two, or one that the task can't take, or where a parameter and the body
 * both set a field
 */
export function buildRequest(given: RequestForms): JsonObject {
  return withParams(bodyOf(given), given);
}

function bodyOf(given: RequestForms): JsonObject {
  const { message, system, prompt, inputs, data } = given;
  const isInputGiven = inputs !== undefined && inputs.length > 0;
  const count = [message !== undefined, prompt !== undefined, isInputGiven, data !== undefined].filter(
    Boolean,
  ).length;
  if (count !== 1) {
    throw new UsageError(count === 0 ? 'nothing to ask with' : 'several forms of request at once', {
      hint: `give exactly one of ${forms}`,
    });
  }
  if (system !== undefined && message === undefined) {
    throw new UsageError('a system message needs a message to go with', { hint: 'add --message TEXT' });
  }
  if (message !== undefined) return fromMessage(message, system, given.task);
  if (prompt !== undefined) return { prompt };
  if (isInputGiven) return { input: inputs.length === 1 ? inputs[0] : inputs };
  if (!isObject(data)) {
    throw new UsageError('a request body must be a JSON object', {
      hint: 'rows go into one, as in {"dataframe_records": [{…}]} or {"inputs": […]}',
    });
  }
  return data;
}

/** A message in the form that the task reads: `llm/v1/chat`, `agent/v2/chat`, `agent/v1/responses`, … */
function fromMessage(message: string, system: string | undefined, task = 'llm/v1/chat'): JsonObject {
  const messages = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: message },
  ];
  const kind = task.slice(task.lastIndexOf('/') + 1);
  switch (kind) {
    case 'chat':
      return { messages };
    case 'responses':
      return { input: messages };
    case 'completions':
    case 'embeddings':
      if (system !== undefined) {
        throw new UsageError(`an endpoint of task '${task}' takes no system message`);
      }
      return kind === 'completions' ? { prompt: message } : { input: message };
    default:
      throw new UsageError(
        task === ''
          ? 'the endpoint serves a custom model, which takes no message'
          : `an endpoint of task '${task}' takes no message`,
        {
          hint: 'give the body with --data: {"dataframe_records": […]}, {"dataframe_split": {…}}, {"instances": […]} or {"inputs": …}',
        },
      );
  }
}

function withParams(body: JsonObject, { params = {}, stop }: RequestForms): JsonObject {
  const added: JsonObject = stop === undefined || stop.length === 0 ? params : { ...params, stop };
  if (stop !== undefined && stop.length > 0 && 'stop' in params) throw twice('stop');
  for (const key of Object.keys(added)) if (Object.hasOwn(body, key)) throw twice(key);
  return Object.keys(added).length === 0 ? body : { ...body, ...added };
}

const twice = (key: string): UsageError =>
  new UsageError(`'${key}' is given twice`, { hint: 'set it in the body or as a parameter, not both' });
