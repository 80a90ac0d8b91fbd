import type { JsonObject } from '../../models/answer.ts';

/**
 * Counts the tokens of a call from what a provider answers: from `usage` where it is told, else from the length of the
 * texts, as Databricks' AI Gateway does ("Configure AI Gateway endpoints": (text_length + 1) / 4).
 */
export class TokenMeter {
  #reported: number | undefined;
  #length: number;

  /** @param request the body that was sent, whose texts count too */
  constructor(request: JsonObject) {
    this.#length = textLength([request['messages'], request['prompt'], request['input']]);
  }

  /** @param answer one document, or one chunk of a stream */
  observe(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    const { usage, choices } = answer as JsonObject;
    const total = (usage as JsonObject | null | undefined)?.['total_tokens'];
    if (typeof total === 'number') this.#reported = total;
    this.#length += textLength(choices);
  }

  get tokens(): number {
    return this.#reported ?? Math.floor((this.#length + 1) / 4);
  }
}

/** Of everything that is written by or for a person: `content` and `text`, however deep. */
function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const { content, text, delta, message } = value as JsonObject;
  return textLength([content, text, delta, message].filter((part) => part !== undefined && part !== null));
}
