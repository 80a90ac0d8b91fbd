import { objectsOf } from './json.ts';

export type Vector = readonly number[];

/**
 * The embeddings of `data[].embedding`, in the order of the inputs. A vector may come as base64 of little-endian 32-bit
 * floats, which OpenAI's Python client asks for when nobody chose.
 */
export function vectorsOf(data: unknown): readonly Vector[] | undefined {
  const items = objectsOf(data).toSorted((one, other) => place(one['index']) - place(other['index']));
  const vectors = items.map(({ embedding }) => toVector(embedding)).filter((vector) => vector !== undefined);
  return vectors.length === 0 ? undefined : vectors;
}

const place = (index: unknown): number => (typeof index === 'number' ? index : 0);

function toVector(embedding: unknown): Vector | undefined {
  if (Array.isArray(embedding)) return embedding.filter((value) => typeof value === 'number');
  if (typeof embedding !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(embedding)) return undefined;
  const bytes = Uint8Array.from(atob(embedding), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => view.getFloat32(at * 4, true));
}
