import { InvalidArgumentError, Option } from 'commander';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a duration as Go writes it (`90s`, `20m`, `1h30m`, `1.5h`) or as ISO 8601 does (`PT20M`).
 * Nothing where the text is neither.
 */
export function parseDuration(text: string): number | undefined {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (iso && /\d/.test(text) && !/T$/i.test(text)) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso
      .slice(1)
      .map((part: string | undefined) => Number(part ?? 0));
    return ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1_000;
  }
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  }
  return total;
}

/**
 * Reads the duration that a flag is given, as milliseconds.
 * @param examples for whoever writes something else: `5s or 800ms`
 */
export const durationReader =
  (examples: string) =>
  (text: string): number => {
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined) throw new InvalidArgumentError(`Write a duration like ${examples}.`);
    return milliseconds;
  };

/** `--timeout`, as milliseconds. */
export const timeoutOption = (): Option =>
  new Option(
    '--timeout <duration>',
    'longest wait: 90s, 20m, 1h30m, PT20M (default: 20m, 2h with a GPU)',
  ).argParser(durationReader('90s, 20m, 1h30m or PT20M'));
