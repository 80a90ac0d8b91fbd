import { expect, it, test } from 'vitest';
import { imageType, imageUrl } from '../../../../src/predict/request/image-url.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each<[string, Uint8Array, string | undefined]>([
  ['PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1), 'image/png'],
  ['JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['GIF', ascii('GIF89a…'), 'image/gif'],
  ['WebP', ascii('RIFF????WEBPVP8 '), 'image/webp'],
  ['WAV, which begins as WebP does', ascii('RIFF????WAVEfmt '), undefined],
  ['a PNG that is cut short', Uint8Array.of(0x89, 0x50), undefined],
  ['text', ascii('<svg/>'), undefined],
  ['nothing', new Uint8Array(), undefined],
])('%s is told by its bytes', (_, bytes, type) => {
  expect(imageType(bytes)).toBe(type);
});

it('goes into an address of its own', () => {
  const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0x00);
  expect(imageUrl(bytes)).toBe('data:image/jpeg;base64,/9j/AA==');
  expect(imageUrl(ascii('text'))).toBeUndefined();
});
