import { tokenize } from './tokens.ts';

export interface Echo {
  /** Joined, they are the answer. */
  readonly tokens: readonly string[];
  readonly finish_reason: 'stop' | 'length';
}

export interface EchoLimits {
  readonly maxTokens?: number | null | undefined;
  readonly stop: readonly string[];
}

/**
 * Says `text` again: up to the first place where one of the `stop` strings begins, and at most `maxTokens` tokens of
 * that, which makes the `finish_reason` `length`.
 */
export function echo(text: string, { maxTokens, stop }: EchoLimits): Echo {
  const tokens = tokenize(cutAtStop(text, stop));
  return maxTokens != null && tokens.length > maxTokens
    ? { tokens: tokens.slice(0, maxTokens), finish_reason: 'length' }
    : { tokens, finish_reason: 'stop' };
}

export function cutAtStop(text: string, stop: readonly string[]): string {
  const places = stop.map((sequence) => text.indexOf(sequence)).filter((place) => place >= 0);
  return text.slice(0, Math.min(text.length, ...places));
}
