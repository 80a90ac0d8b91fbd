import { isObject, type JsonObject } from '../json.ts';
import { rowsBody, type RowsForm } from '../rows/rows-body.ts';
import type { Grouping } from './call.ts';

/** Rows of a custom model, so many in a call. `fields` stand beside them. */
export const rowGroups = (size: number, form: RowsForm, fields: JsonObject): Grouping => ({
  size,
  body: (rows) => ({ ...fields, ...rowsBody(rows, form) }),
  parts: (answer, count) => divide(answer, 'predictions', count) ?? divide(answer, 'outputs', count),
});

/** Texts to embed, so many in a call. */
export const embeddingGroups = (size: number, fields: JsonObject): Grouping => ({
  size,
  body: (texts) => ({ ...fields, input: texts }),
  parts: (answer, count) =>
    divide(isObject(answer) ? { ...answer, data: inOrder(answer['data']) } : answer, 'data', count),
});

/** Each part is the answer that its row alone would have had; the tokens of all of them are nobody's. */
function divide(answer: unknown, key: string, count: number): readonly JsonObject[] | undefined {
  if (!isObject(answer)) return undefined;
  const items = answer[key];
  if (!Array.isArray(items) || items.length !== count) return undefined;
  const rest = Object.fromEntries(
    Object.entries(answer).filter(([name]) => name !== key && name !== 'usage'),
  );
  return (items as readonly unknown[]).map((item) => ({ ...rest, [key]: [asFirst(item)] }));
}

/** Vectors say which text they are for, and need not come in that order. */
function inOrder(data: unknown): unknown {
  if (!Array.isArray(data)) return data;
  const items = data as readonly unknown[];
  const indexOf = (item: unknown, at: number): number =>
    isObject(item) && typeof item['index'] === 'number' ? item['index'] : at;
  return items
    .map((item, at) => ({ item, index: indexOf(item, at) }))
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

const asFirst = (item: unknown): unknown =>
  isObject(item) && 'embedding' in item && 'index' in item ? { ...item, index: 0 } : item;
