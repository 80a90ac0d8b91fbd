import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';
import { isObject, type JsonObject } from '../../../predict/json.ts';
import type { RequestForms } from '../../../predict/request/forms.ts';
import { readInput } from '../../shared/input.ts';
import { readEntries, readValueFile } from '../../shared/read-values.ts';
import type { RequestFlags } from './flags/request.ts';

/**
 * What is said to a chat model, and the tools and the format that it may answer with. Throws as the readers of files do.
 * @throws UsageError for files that hold something else
 */
export async function readConversation(
  context: Context,
  flags: RequestFlags,
): Promise<
  Pick<RequestForms, 'message' | 'history' | 'images' | 'system' | 'tools' | 'toolChoice' | 'responseFormat'>
> {
  const images: string[] = [];
  for (const source of flags.image) images.push(await readImage(context, source));
  return {
    message: flags.message,
    system: flags.system,
    images,
    history: flags.messages === undefined ? undefined : await readHistory(context, flags.messages),
    tools: flags.tools === undefined ? undefined : await readToolsFile(context, flags.tools),
    toolChoice: flags.toolChoice,
    responseFormat:
      flags.responseFormat === undefined
        ? undefined
        : await readResponseFormat(context, flags.responseFormat),
  };
}

async function readHistory(context: Context, source: string): Promise<readonly JsonObject[]> {
  const messages = await readEntries(context, source, '--messages', 'messages');
  return messages.map((message, at) => {
    // Items of the Responses API have a type where messages have a role.
    if (isObject(message) && (typeof message['role'] === 'string' || typeof message['type'] === 'string')) {
      return message;
    }
    throw new UsageError(`message ${at + 1} of ${source} has no role`, {
      hint: 'a message is {"role": "user", "content": "…"}',
    });
  });
}

async function readToolsFile(context: Context, source: string): Promise<readonly JsonObject[]> {
  const [value, { readTools }] = await Promise.all([
    readValueFile(context, source, '--tools'),
    import('../../../predict/request/tools.ts'),
  ]);
  return readTools(value);
}

async function readResponseFormat(context: Context, given: string): Promise<JsonObject> {
  if (given === 'json') return { type: 'json_object' };
  const [value, { schemaFormat }] = await Promise.all([
    readValueFile(context, given, '--response-format'),
    import('../../../predict/request/response-format.ts'),
  ]);
  const name = given.replace(/^.*[/\\]/, '').replace(/(?:\.schema)?\.[^.]+$/, '');
  return schemaFormat(value, name);
}

async function readImage(context: Context, source: string): Promise<string> {
  if (/^(?:https?:\/\/|data:)/i.test(source)) return source;
  const [{ bytes }, { imageUrl }] = await Promise.all([
    readInput(context, source, '--image'),
    import('../../../predict/request/image-url.ts'),
  ]);
  const url = imageUrl(bytes);
  if (url !== undefined) return url;
  throw new UsageError(`${source} is no picture that models look at`, {
    hint: 'PNG, JPEG, GIF and WebP are; an https:// address is passed on as it is',
  });
}
