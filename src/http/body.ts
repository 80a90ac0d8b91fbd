import { UnexpectedAnswerError } from '../errors.ts';
import type { HttpResponse } from './transport.ts';

export interface ReadOptions {
  /** The most bytes that are taken into memory. Default 256 MiB. */
  readonly maxBytes?: number;
}

const defaultMaxBytes = 256 * 1024 * 1024;

/** @throws UnexpectedAnswerError where the body is longer than `maxBytes`, or broke off */
export async function readBytes(response: HttpResponse, options: ReadOptions = {}): Promise<Uint8Array> {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > maxBytes) {
      throw new UnexpectedAnswerError(
        `the answer is longer than ${String(maxBytes)} bytes, which is more than was expected`,
      );
    }
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}

/** The body as UTF-8 text, without a byte-order mark. Throws as `readBytes` does. */
export async function readText(response: HttpResponse, options?: ReadOptions): Promise<string> {
  return new TextDecoder().decode(await readBytes(response, options));
}

/**
 * The body as a JSON value; undefined where it is empty, as some calls that answer nothing send.
 *
 * @throws UnexpectedAnswerError where it is an HTML page, broke off, or is no JSON; and as `readBytes` does
 */
export async function readJson(response: HttpResponse, options?: ReadOptions): Promise<unknown> {
  const text = (await readText(response, options)).trim();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (text.startsWith('<')) throw htmlError(response, cause);
    const truncated = isCutShort(text);
    throw new UnexpectedAnswerError(
      truncated ? 'the answer broke off in the middle of its JSON' : 'the answer is not JSON',
      {
        truncated,
        cause,
        hint: 'check the host (DATABRICKS_HOST, or the profile), and any proxy on the way',
      },
    );
  }
}

/** Whether brackets are still open at the end: text that could have gone on to be JSON. */
function isCutShort(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  let open = 0;
  // By hand: a regular expression runs out of stack on a string of many megabytes.
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') open++;
    else if (character === '}' || character === ']') open--;
  }
  return open > 0;
}

/** Where the string that begins at `start` has its closing quote; behind the text where it has none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

const htmlError = ({ status }: HttpResponse, cause: unknown): UnexpectedAnswerError =>
  new UnexpectedAnswerError(`the answer (${String(status)}) is an HTML page where JSON was expected`, {
    hint: 'the host may be wrong, a proxy or firewall may show its login page, or the workspace may be reachable through a private link only',
    cause,
  });

/** Lets go of an answer that nobody will read, so that its connection is free again. */
export async function discard(response: HttpResponse): Promise<void> {
  await response.body[Symbol.asyncIterator]().return?.();
}

/** Reads at most `maxBytes`, and gives the text beside a response whose body starts at the beginning again. */
export async function peekText(
  response: HttpResponse,
  maxBytes: number,
): Promise<{ readonly text: string; readonly response: HttpResponse }> {
  const iterator = response.body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < maxBytes) {
    const result = await iterator.next();
    if (result.done === true) break;
    chunks.push(result.value);
    length += result.value.byteLength;
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks, length).subarray(0, maxBytes));
  return { text, response: { ...response, body: replay(chunks, iterator) } };
}

/** Not a generator: leaving one that has not begun would not reach its `finally`, and keep the connection. */
function replay(chunks: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  return {
    next: async () => {
      const chunk = chunks.shift();
      return chunk === undefined ? rest.next() : { done: false, value: chunk };
    },
    return: async () => {
      chunks.length = 0;
      return (await rest.return?.()) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
