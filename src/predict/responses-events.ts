import { counted, type Delta, finish, oneText } from './delta.ts';
import { optionalId, summaryOf } from './content.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts';
import { contentOfItems } from './text-answers.ts';

/** Reads an event of a Responses stream (OpenAI's API, and Databricks' agents); nothing where `type` is of another API. */
export function responsesDelta(type: string, event: JsonObject): Delta | undefined {
  const piece = stringOf(event['delta']) ?? '';
  const itemId = stringOf(event['item_id']) ?? '';
  switch (type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { texts: oneText(piece), itemId };
    case 'response.reasoning_summary_text.delta':
    case 'response.reasoning_text.delta':
      return { reasoning: piece, itemId };
    case 'response.function_call_arguments.delta':
      return { toolCalls: [{ key: itemId, arguments: piece }] };
    case 'response.function_call_arguments.done':
      return { toolCalls: [{ key: itemId, arguments: stringOf(event['arguments']) ?? '', isWhole: true }] };
    case 'response.output_item.added':
      return { toolCalls: functionCalls(event['item']) };
    case 'response.output_item.done':
      return isObject(event['item']) ? ofWholeItem(event['item']) : {};
    case 'response.completed':
    case 'responses.completed': // so spelt by some agents
    case 'response.incomplete':
      return ofEnd(type, isObject(event['response']) ? event['response'] : {});
    default:
      return type.startsWith('response.') ? {} : undefined;
  }
}

function ofWholeItem(item: JsonObject): Delta {
  return {
    texts: oneText(contentOfItems([item]).text),
    reasoning: item['type'] === 'reasoning' ? summaryOf(item) : '',
    toolCalls: functionCalls(item),
    itemId: stringOf(item['id']) ?? '',
    isWholeItem: true,
  };
}

/** Pieces of the arguments name the item, `id`; what answers the call names the call, `call_id`. */
const functionCalls = (item: unknown) =>
  objectsOf([item])
    .filter(({ type }) => type === 'function_call')
    .map((call) => ({
      key: stringOf(call['id']) ?? stringOf(call['call_id']) ?? stringOf(call['name']) ?? '',
      ...optionalId(call['call_id']),
      name: stringOf(call['name']) ?? '',
      arguments: stringOf(call['arguments']) ?? '',
      isWhole: true,
    }));

function ofEnd(type: string, response: JsonObject): Delta {
  const details = response['incomplete_details'];
  const filtered = isObject(details) && details['reason'] === 'content_filter';
  const reason = filtered ? 'content_filter' : type === 'response.incomplete' ? 'incomplete' : 'completed';
  return {
    ...finish(reason),
    ...counted(response['usage']),
    wholeText: contentOfItems(objectsOf(response['output'])).text,
  };
}
