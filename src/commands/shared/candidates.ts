import type { Argument, Option } from 'commander';

const sources = new WeakMap<Argument | Option, () => Promise<readonly string[]>>();

/** Says where completion finds the values of an argument or a flag, where listing them costs more than a constant. */
export function completeWith<T extends Argument | Option>(
  target: T,
  list: () => Promise<readonly string[]>,
): T {
  sources.set(target, list);
  return target;
}

/** The values that an argument or a flag is known to take; none where anything goes. */
export const candidatesFor = async (target: Argument | Option): Promise<readonly string[]> =>
  (await sources.get(target)?.()) ?? target.argChoices ?? [];
