import type { Look } from './view.ts';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/**
 * A time for people: how long ago on a terminal, ISO 8601 elsewhere, where it may be read later.
 * @param time milliseconds since the Unix epoch
 */
export function relativeTime(time: number | undefined, look: Look): string {
  if (time === undefined || !Number.isFinite(time)) return '';
  const age = look.now - time;
  // Clocks differ a little; a time far ahead is told as it is.
  if (look.width === undefined || age < -60_000 || age > 90 * 86_400_000) return isoTime(time);
  const [unit, size] = units.find(([, ms]) => age >= ms) ?? ['second', 1_000];
  const count = Math.max(0, Math.floor(age / size));
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}

/** `2026-01-02T03:04:05Z`; a number that is no time stays one. */
function isoTime(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().replace(/\.\d+Z$/, 'Z') : String(time);
}
