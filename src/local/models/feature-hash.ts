const encoder = new TextEncoder();

/** FNV-1a over the UTF-8 bytes of `text`, 32 bits, unsigned. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** MurmurHash3's finalizer: spreads every bit of `hash` over all 32, so that sign and index are independent. */
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const word = /[\p{L}\p{M}\p{N}_]+/gu;

/** The words of `text` in lower case, and each pair of neighbours. A text without words is one feature itself. */
function features(text: string): readonly string[] {
  const words = text.normalize('NFC').toLowerCase().match(word) ?? [];
  if (words.length === 0) return [text];
  return [...words, ...words.slice(1).map((second, index) => `${words[index] ?? ''} ${second}`)];
}

/**
 * Signed feature hashing of word unigrams and bigrams into `dimensions` buckets, scaled to unit norm. Each component
 * is a 32-bit float, so that a vector is the same as JSON numbers and as base64. Only additions, one square root and
 * one division are involved: every platform gets the same bits.
 */
export function hashedVector(text: string, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const feature of features(text)) add(sums, mix(fnv1a(feature)));
  // Features that meet in one bucket with opposite signs can cancel out; no text may have the zero vector.
  if (sums.every((sum) => sum === 0)) add(sums, fnv1a(text));
  const norm = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0));
  return Float32Array.from(sums, (sum) => sum / norm);
}

function add(sums: Float64Array, hash: number): void {
  const index = (hash >>> 1) % sums.length;
  sums[index] = (sums[index] ?? 0) + (hash & 1 ? 1 : -1);
}

/** Little-endian 32-bit floats as base64: the API's `encoding_format: "base64"`. */
export function toBase64(vector: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(vector.length * 4));
  vector.forEach((value, index) => {
    bytes.setFloat32(index * 4, value, true);
  });
  return Buffer.from(bytes.buffer).toString('base64');
}
