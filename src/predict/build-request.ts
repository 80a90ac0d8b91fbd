import { UsageError } from '../errors.ts';
import { withFields } from '../http/json-text.ts';
import { dialectOfBody, dialectOfTask, type Dialect } from './dialect.ts';
import { isObject, type JsonObject } from './json.ts';
import { chatMessages, responseItems } from './request/conversation.ts';
import type { RequestForms } from './request/forms.ts';
import { settingFields, stopFields } from './request/settings.ts';

export type { RequestForms } from './request/forms.ts';

/** A question in the form that it travels in. */
interface Asked {
  readonly body: JsonObject;
  /** Undefined where a body that was given whole doesn't tell. */
  readonly dialect: Dialect | undefined;
}

/**
 * The request body. Pure: the same forms make the same body.
 *
 * Texts of `stop` go in only where the server obeys them: chat and completions. Any other answer is to be cut by
 * `cutAnswer` when it has come.
 *
 * @throws UsageError where no form is given, or two, or one that the task can't take, for a setting that it can't be told,
 * and where a setting and the body both set a field
 */
export function buildRequest(given: RequestForms): JsonObject {
  const { body, dialect } = ask(given);
  const { params = {} } = given;
  // Where the server does not know stop texts they are in no body, and still are given twice.
  if (given.stop !== undefined && given.stop.length > 0 && Object.hasOwn(params, 'stop')) throw twice('stop');
  const settings = { ...settingFields(given, dialect), ...stopFields(given.stop, dialect) };
  for (const key of Object.keys(params)) {
    if (Object.hasOwn(body, key) || Object.hasOwn(settings, key)) throw twice(key);
  }
  for (const key of Object.keys(settings)) if (Object.hasOwn(body, key)) throw twice(key);
  const added = { ...params, ...settings };
  return Object.keys(added).length === 0 ? body : withFields(body, added);
}

const forms = '--message, --messages, --prompt, --input, --rows or --data';

function ask(given: RequestForms): Asked {
  const { message, history, images = [], system, prompt, inputs = [], rows, data } = given;
  const isConversation = message !== undefined || history !== undefined || images.length > 0;
  const count = [
    isConversation,
    prompt !== undefined,
    inputs.length > 0,
    rows !== undefined,
    data !== undefined,
  ].filter(Boolean).length;
  if (count !== 1) {
    throw new UsageError(count === 0 ? 'nothing to ask with' : 'several forms of request at once', {
      hint: `give exactly one of ${forms}`,
    });
  }
  if (system !== undefined && !isConversation) {
    throw new UsageError('a system message needs a message to go with', { hint: 'add --message TEXT' });
  }
  if (isConversation) return fromConversation(given);
  if (prompt !== undefined) return { body: { prompt }, dialect: 'completions' };
  if (inputs.length > 0) {
    return { body: { input: inputs.length === 1 ? inputs[0] : inputs }, dialect: 'embeddings' };
  }
  if (rows !== undefined) return { body: rows, dialect: 'rows' };
  if (!isObject(data)) {
    throw new UsageError('a request body must be a JSON object', {
      hint: 'rows go into one, as in {"dataframe_records": [{…}]} or {"inputs": […]}; --rows FILE does it',
    });
  }
  return { body: data, dialect: dialectOfBody(data) };
}

function fromConversation(given: RequestForms): Asked {
  const { task = 'llm/v1/chat' } = given;
  const dialect = dialectOfTask(task);
  if (given.customInputs !== undefined && given.task?.startsWith('llm/') === true) {
    throw new UsageError(`an endpoint of task '${task}' takes no --custom-input`, {
      hint: 'it is for agents; --param sends a field all the same',
    });
  }
  switch (dialect) {
    case 'chat':
    case 'chat-agent':
      return { body: { messages: chatMessages(given) }, dialect };
    case 'responses':
      return { body: { input: responseItems(chatMessages(given)) }, dialect };
    case 'completions':
      return { body: { prompt: onlyText(given, task) }, dialect };
    case 'embeddings':
      return { body: { input: onlyText(given, task) }, dialect };
    default:
      throw new UsageError(
        task === ''
          ? 'the endpoint serves a custom model, which takes no message'
          : `an endpoint of task '${task}' takes no message`,
        {
          hint:
            'give rows with --rows FILE, or the body with --data: {"dataframe_records": […]}, {"dataframe_split": {…}}, ' +
            '{"instances": […]} or {"inputs": …}; --as llm asks with {"prompt": …}',
        },
      );
  }
}

/** @throws UsageError for whatever else a conversation holds */
function onlyText({ message, system, history, images = [] }: RequestForms, task: string): string {
  const parts: readonly (readonly [unknown, string])[] = [
    [system, 'system message'],
    [history, 'conversation so far'],
    [images[0], 'image'],
  ];
  const extra = parts.find(([value]) => value !== undefined);
  if (extra) throw new UsageError(`an endpoint of task '${task}' takes no ${extra[1]}`);
  return message ?? '';
}

const twice = (key: string): UsageError =>
  new UsageError(`'${key}' is given twice`, { hint: 'set it in the body or as a parameter, not both' });
