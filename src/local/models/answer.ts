export type JsonObject = Readonly<Record<string, unknown>>;

/** Token counts of one call, in the words of the chat and completions API. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

export const usageOf = (prompt: number, completion: number): Usage => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
});

/** What a local model answers: one JSON document, or the frames of a stream, made as they are read. */
export type ModelAnswer =
  | { readonly kind: 'document'; readonly body: JsonObject; readonly tokens: number }
  | { readonly kind: 'stream'; readonly frames: Iterable<JsonObject>; readonly tokens: number };

/** What an answer takes from its surroundings. */
export interface ModelContext {
  /** A fresh identifier: `id('chatcmpl')` → `chatcmpl-1f0c…`. */
  id(prefix: string): string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
}
