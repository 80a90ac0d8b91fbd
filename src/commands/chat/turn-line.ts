import type { Turn } from './turn-output.ts';

/** `12 prompt tokens, 34 completion tokens · first token 0.21 s · total 1.04 s`. */
export function turnLine({ stopped, usage, ttft_ms: ttft, total_ms: total }: Turn): string {
  const counts = [
    count(usage?.prompt_tokens, 'prompt token'),
    count(usage?.completion_tokens, 'completion token'),
  ].filter((text) => text !== undefined);
  return [
    ...(stopped ? ['stopped'] : []),
    ...(counts.length > 0 ? [counts.join(', ')] : []),
    ...(ttft === undefined ? [] : [`first token ${seconds(ttft)}`]),
    `total ${seconds(total)}`,
  ].join(' · ');
}

const count = (value: number | undefined, noun: string): string | undefined =>
  value === undefined ? undefined : `${value} ${noun}${value === 1 ? '' : 's'}`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
