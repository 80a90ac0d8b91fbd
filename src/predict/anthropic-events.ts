import { optionalId } from './content.ts';
import { counted, type Delta, finish, oneText } from './delta.ts';
import { isObject, type JsonObject, stringOf } from './json.ts';

/** Reads an event of a stream of Anthropic's Messages API; nothing where `type` is of another API. */
export function anthropicDelta(type: string, event: JsonObject): Delta | undefined {
  const delta = isObject(event['delta']) ? event['delta'] : {};
  const key = `block ${String(event['index'])}`;
  switch (type) {
    case 'message_start':
      return counted(isObject(event['message']) ? event['message']['usage'] : undefined);
    case 'content_block_start': {
      const block = isObject(event['content_block']) ? event['content_block'] : {};
      if (block['type'] !== 'tool_use') return { texts: oneText(stringOf(block['text']) ?? '') };
      return {
        toolCalls: [{ key, ...optionalId(block['id']), name: stringOf(block['name']) ?? '', arguments: '' }],
      };
    }
    case 'content_block_delta': {
      const json = stringOf(delta['partial_json']);
      return {
        texts: oneText(stringOf(delta['text']) ?? ''),
        reasoning: stringOf(delta['thinking']) ?? '',
        toolCalls: json === undefined ? [] : [{ key, arguments: json }],
      };
    }
    case 'message_delta':
      return { ...finish(delta['stop_reason']), ...counted(event['usage']) };
    case 'message_stop':
    case 'content_block_stop':
    case 'ping':
      return {};
    default:
      return undefined;
  }
}
