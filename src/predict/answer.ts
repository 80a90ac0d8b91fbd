import { bodyError, type BodyError } from '../http/body-error.ts';
import { isObject } from './json.ts';
import { readTexts, type TextAnswer } from './text-answers.ts';
import { type Usage, usageOf } from './usage.ts';
import { type Vector, vectorsOf } from './vectors.ts';

/** What an answer holds. */
export type Answer =
  | ({ readonly kind: 'text'; readonly usage?: Usage } & TextAnswer)
  | { readonly kind: 'embeddings'; readonly vectors: readonly Vector[]; readonly usage?: Usage }
  /** Of a custom model: mostly one a row, but a model may return what it likes. */
  | { readonly kind: 'predictions'; readonly values: unknown }
  /** Of a feature or function endpoint: one a row. */
  | { readonly kind: 'outputs'; readonly values: unknown }
  /** The status was good, but the body reports a failure. */
  | { readonly kind: 'error'; readonly error: BodyError }
  /** No shape that is known: the body is the answer. */
  | { readonly kind: 'raw'; readonly body: unknown };

/**
 * Reads an answer by its shape alone: what an endpoint says its task is and what its model returns need not agree.
 */
export function readAnswer(body: unknown): Answer {
  const error = bodyError(body);
  if (error) return { kind: 'error', error };
  const texts = readTexts(body);
  if (!isObject(body)) return texts ? { kind: 'text', ...texts } : { kind: 'raw', body };
  const usage = usageOf(body['usage'] ?? body['usageMetadata']);
  const counted = usage ? { usage } : {};
  if (texts) return { kind: 'text', ...texts, ...counted };
  const vectors = vectorsOf(body['data']);
  if (vectors) return { kind: 'embeddings', vectors, ...counted };
  if ('predictions' in body) return { kind: 'predictions', values: body['predictions'] };
  if ('outputs' in body) return { kind: 'outputs', values: body['outputs'] };
  return { kind: 'raw', body };
}
