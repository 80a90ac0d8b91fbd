import { malformed } from './http/api-fault.ts';

/** Reads a value of a request as protobuf's JSON mapping does. @throws ApiFault 400 MALFORMED_REQUEST for another type */
export type Decoder<Value> = (value: unknown, at: string) => Value;

/** What a decoder gives. */
export type Decoded<Some> = Some extends Decoder<infer Value> ? Value : never;

const mismatch = (at: string, expected: string): Error =>
  malformed(`Could not parse request object: field '${at}' must be ${expected}.`);

export const text: Decoder<string> = (value, at) => {
  if (typeof value !== 'string') throw mismatch(at, 'a string');
  return value;
};

export const flag: Decoder<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw mismatch(at, 'true or false');
  return value;
};

export const decimal: Decoder<number> = (value, at) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read !== 'number' || !Number.isFinite(read)) throw mismatch(at, 'a number');
  return read;
};

/** An int32 or int64: protobuf's JSON writes the latter as a string, and takes both. */
export const integer: Decoder<number> = (value, at) => {
  const read = decimal(value, at);
  if (!Number.isSafeInteger(read)) throw mismatch(at, 'an integer');
  return read;
};

export const list =
  <Item>(item: Decoder<Item>): Decoder<readonly Item[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw mismatch(at, 'a list');
    return value.map((element, index) => item(element, `${at}[${index}]`));
  };

export const textMap: Decoder<Readonly<Record<string, string>>> = (value, at) =>
  Object.fromEntries(entriesOf(value, at).map(([key, item]) => [key, text(item, `${at}.${key}`)]));

type Fields = Readonly<Record<string, Decoder<unknown>>>;
export type Message<Shape extends Fields> = { readonly [Key in keyof Shape]?: Decoded<Shape[Key]> };

/** An object. Every field may be absent, `null` is absent, and a key that is not a field is dropped, as the API does. */
export const message =
  <Shape extends Fields>(shape: Shape): Decoder<Message<Shape>> =>
  (value, at) => {
    const decoded: Record<string, unknown> = {};
    for (const [key, item] of entriesOf(value, at)) {
      const decode = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (decode) decoded[key] = decode(item, at === '' ? key : `${at}.${key}`);
    }
    return decoded as Message<Shape>;
  };

function entriesOf(value: unknown, at: string): readonly [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(at, 'an object');
  return Object.entries(value).filter(([, item]) => item !== null);
}
