/** The beginning of a body. */
interface Start {
  /** The first character that is neither white space nor a byte-order mark; undefined where the body has none. */
  readonly mark: string | undefined;
  /** All that was read to find it. */
  readonly bytes: Uint8Array;
}

/** Reads as far as to the first byte that tells what a body is. */
export async function peek(iterator: AsyncIterator<Uint8Array, unknown>): Promise<Start> {
  const read: Uint8Array[] = [];
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    read.push(next.value);
    // Byte by byte: the marks looked for are ASCII.
    const mark = next.value.find((byte) => !passedOver.has(byte));
    if (mark !== undefined) return { mark: String.fromCharCode(mark), bytes: joined(read) };
  }
  return { mark: undefined, bytes: joined(read) };
}

/** White space, and the three bytes of a byte-order mark. */
const passedOver: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);

const joined = (read: readonly Uint8Array[]): Uint8Array => {
  const [only] = read;
  return only !== undefined && read.length === 1 ? only : Buffer.concat(read);
};

/** The whole text of a body of which `start` was read. */
export async function collect(start: Uint8Array, rest: AsyncIterator<Uint8Array, unknown>): Promise<string> {
  const read = [start];
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) read.push(next.value);
  return new TextDecoder().decode(joined(read));
}
