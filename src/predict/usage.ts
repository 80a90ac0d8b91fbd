import { isObject } from './json.ts';

/** Tokens, by the names of chat and completions whatever the answer calls them. */
export interface Usage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly total_tokens?: number;
}

const names = {
  prompt_tokens: ['prompt_tokens', 'input_tokens', 'promptTokenCount'],
  completion_tokens: ['completion_tokens', 'output_tokens', 'candidatesTokenCount'],
  total_tokens: ['total_tokens', 'totalTokenCount'],
} as const;

/** Reads a `usage` object of the OpenAI, Responses, Anthropic or Gemini form; nothing where it counts nothing. */
export function usageOf(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const counts = Object.entries(names).flatMap(([name, spellings]) => {
    const count = spellings.map((spelling) => usage[spelling]).find((value) => typeof value === 'number');
    return count === undefined ? [] : [[name, count] as const];
  });
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
}
