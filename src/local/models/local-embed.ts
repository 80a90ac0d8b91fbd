import * as z from 'zod';
import { invalidParameter } from '../http/api-fault.ts';
import type { JsonObject, ModelAnswer } from './answer.ts';
import { hashedVector, toBase64 } from './feature-hash.ts';
import { readRequest } from './read-request.ts';
import { countTokens } from './tokens.ts';

/** As many as `databricks-bge-large-en` and `databricks-gte-large-en` answer with. */
const defaultDimensions = 1024;

const inputText = z.string().min(1, 'expected a text that is not empty');

const EmbeddingsRequest = z.looseObject({
  input: z
    .union([inputText, z.array(inputText).min(1, 'expected at least one text')], {
      error: 'expected a string or a list of strings; tokens as numbers are not supported',
    })
    .transform((input) => [input].flat()),
  dimensions: z.int().min(1).max(defaultDimensions).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  stream: z.literal(false, 'embeddings can not be streamed').nullish(),
});

/**
 * `local-embed` turns each text into a vector of unit norm by feature hashing: texts that share words are near each other,
 * the same text has the same vector everywhere. No meaning is modelled.
 * @throws ApiFault 400 where the body is no embeddings request
 */
export function answerEmbeddings(body: JsonObject): ModelAnswer {
  if ('messages' in body || 'prompt' in body) {
    throw invalidParameter("The model 'local-embed' expects 'input'; use 'local-echo' to chat.");
  }
  const { input, dimensions, encoding_format } = readRequest(EmbeddingsRequest, body);
  const vectors = input.map((text) => hashedVector(text, dimensions ?? defaultDimensions));
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: encoding_format === 'base64' ? toBase64(vector) : Array.from(vector),
  }));
  const tokens = input.reduce((sum, text) => sum + countTokens(text), 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return { kind: 'document', body: { object: 'list', model: 'local-embed', data, usage }, tokens };
}
