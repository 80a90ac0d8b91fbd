import { invalidParameter } from '../http/api-fault.ts';
import type { JsonObject, ModelAnswer } from './answer.ts';
import { customRows } from './custom-input.ts';
import { cutAtStop } from './echo.ts';
import { countTokens } from './tokens.ts';

/**
 * Answers a custom model's request with `{"predictions": [...]}`, a text for each row: its `prompt` cut where one of its
 * `stop` strings begins (LangChain's signature for language models), else its first text, else the row as JSON.
 * @throws ApiFault 400 where the body has none of the four input forms, or asks to stream
 */
export function answerPredictions(body: JsonObject): ModelAnswer {
  if (body['stream'] === true) {
    throw invalidParameter('This endpoint does not support streaming of the input format that was sent.');
  }
  const predictions = customRows(body).map(predict);
  const tokens = predictions.reduce((sum, text) => sum + 2 * countTokens(text), 0);
  return { kind: 'document', body: { predictions }, tokens };
}

function predict(row: unknown): string {
  if (typeof row === 'string') return row;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return JSON.stringify(row);
  const { prompt, stop } = row as JsonObject;
  const text =
    typeof prompt === 'string' ? prompt : Object.values(row).find((value) => typeof value === 'string');
  return typeof text === 'string' ? cutAtStop(text, stopStrings(stop)) : JSON.stringify(row);
}

const stopStrings = (stop: unknown): readonly string[] =>
  [stop].flat().filter((text): text is string => typeof text === 'string' && text !== '');
