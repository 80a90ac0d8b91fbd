/** How a picture's file begins, and what it is then. */
const signatures: readonly (readonly [type: string, bytes: readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  // `RIFF`, four bytes of length, `WEBP`.
  [
    'image/webp',
    [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50],
  ],
];

/** The media type of a picture, by how its bytes begin; undefined for what models don't look at. */
export const imageType = (bytes: Uint8Array): string | undefined =>
  signatures.find(([, signature]) =>
    signature.every((byte, at) => byte === undefined || bytes[at] === byte),
  )?.[0];

/** The bytes as a `data:` address; undefined where they are no PNG, JPEG, GIF or WebP. */
export function imageUrl(bytes: Uint8Array): string | undefined {
  const type = imageType(bytes);
  if (type === undefined) return undefined;
  return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
}
