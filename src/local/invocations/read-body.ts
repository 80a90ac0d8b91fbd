import { ApiFault, malformed } from '../http/api-fault.ts';
import type { JsonObject } from '../models/answer.ts';
import { dataframeFromCsv } from './csv.ts';

const MiB = 1024 * 1024;

/** What Databricks takes: custom models 16 MB, foundation and external models 4 MB. */
export const payloadLimits = { custom: 16 * MiB, other: 4 * MiB } as const;

/**
 * The request's body, at most `limit` bytes of it.
 * @throws ApiFault 413 for a larger one; what is over is not read
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws ApiFault 413 */
export function checkSize(bytes: Uint8Array, limit: number): void {
  if (bytes.byteLength > limit) throw tooLarge(limit);
}

/**
 * The code is one that databricks-sdk-py knows an error by: it knows none by the status 413 (or 415), and MLflow, which asks
 * through it, takes such an error for a 500 and tries for minutes.
 */
const tooLarge = (limit: number): ApiFault =>
  new ApiFault(413, 'INVALID_PARAMETER_VALUE', `The request is larger than the limit of ${limit / MiB} MB.`);

/**
 * The body as a JSON object; rows of CSV become a `dataframe_split`.
 * @throws ApiFault 400 where it is no JSON object, 415 for another content type
 */
export function parseBody(bytes: Uint8Array, contentType: string | null): JsonObject {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';
  const text = decode(bytes);
  if (type === 'text/csv') return { dataframe_split: dataframeFromCsv(text) };
  if (!/^application\/(?:.+\+)?json$/.test(type)) {
    throw new ApiFault(
      415,
      'INVALID_PARAMETER_VALUE',
      `This endpoint supports the content types 'application/json' and 'text/csv'. Got '${type}'.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not valid JSON: ${(error as SyntaxError).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw malformed('The body must be a JSON object.');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
}
