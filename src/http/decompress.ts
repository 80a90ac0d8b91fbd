import { UnexpectedAnswerError } from '../errors.ts';
import { derivedBody } from './derived-body.ts';
import type { HttpResponse } from './transport.ts';

/**
 * The response with its body as it was before `content-encoding: gzip`, the one coding that is asked for. Chunks are
 * decoded as they come, so that a stream stays one.
 *
 * @throws UnexpectedAnswerError (from the body) where it is no gzip, or ends too soon; at once for another coding
 */
export function decompress(response: HttpResponse): HttpResponse {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return response;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new UnexpectedAnswerError(`the answer is encoded as "${encoding}", which was not asked for`, {
      hint: 'a proxy on the way may encode it; ask whoever runs it',
    });
  }
  const headers = { ...response.headers };
  delete headers['content-encoding'];
  delete headers['content-length'];
  return { ...response, headers, body: derivedBody(response.body, gunzip) };
}

async function* gunzip(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const [{ createGunzip }, { Readable, pipeline }] = await Promise.all([
    import('node:zlib'),
    import('node:stream'),
  ]);
  const decoder = createGunzip();
  // The callback keeps a failure of the source from going unhandled; the decoder is destroyed with the same error.
  const decoded = pipeline(Readable.from(body), decoder, () => undefined);
  try {
    for await (const chunk of decoded as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error;
    throw new UnexpectedAnswerError('the compressed answer broke off or is damaged', {
      truncated: code === 'Z_BUF_ERROR',
      cause: error,
    });
  }
}
