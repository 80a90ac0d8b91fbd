import type { OutputStream } from '../host.ts';

/**
 * How many columns a terminal has; undefined where the stream is none, or nobody has told the terminal its size
 * (`docker run -t`, `script`: it says 0, which would make a spinner erase lines for ever).
 */
export const columnsOf = (stream: OutputStream): number | undefined =>
  stream.isTTY === true && stream.columns !== undefined && stream.columns > 0 ? stream.columns : undefined;
