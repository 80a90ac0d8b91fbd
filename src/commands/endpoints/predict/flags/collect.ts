/** A flag that may be repeated: the values in the order given. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
