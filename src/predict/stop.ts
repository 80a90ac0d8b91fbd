import { isObject, type JsonObject } from './json.ts';

/** The text up to where the first of the stop texts begins; all of it where none is there. */
export function cutAtStop(text: string, stop: readonly string[]): string {
  return text.slice(0, firstStop(text, stop));
}

/** Where the first stop text begins; the length of the text where none does. An empty stop text is none. */
const firstStop = (text: string, stop: readonly string[]): number =>
  stop
    .filter((one) => one !== '')
    .reduce((first, one) => {
      const at = text.indexOf(one);
      return at === -1 ? first : Math.min(first, at);
    }, text.length);

/** Cuts a text that comes in pieces. */
export interface StopCutter {
  /** What of the text is sure to be before any stop text; the rest is held back. */
  take(this: void, piece: string): string;
  /** What was held back, once nothing more comes. */
  end(this: void): string;
  /** True once a stop text has come: whatever follows is cut off. */
  readonly stopped: boolean;
}

/**
 * Cuts as `cutAtStop` does, however the text is divided: what `take` and `end` give, joined, is the whole text cut. Text is
 * held back while it may be the beginning of a stop text.
 */
export function createStopCutter(stop: readonly string[]): StopCutter {
  let held = '';
  let stopped = false;
  return {
    take(piece) {
      if (stopped) return '';
      const text = held + piece;
      const end = firstStop(text, stop);
      const open = firstUnfinished(text, stop);
      // A stop text that began earlier may still come to be whole.
      stopped = end < text.length && end <= open;
      const sure = Math.min(end, open);
      held = stopped ? '' : text.slice(sure);
      return text.slice(0, sure);
    },
    end() {
      const rest = stopped ? '' : cutAtStop(held, stop);
      stopped ||= rest.length < held.length;
      held = '';
      return rest;
    },
    get stopped() {
      return stopped;
    },
  };
}

/** Where the longest end of the text begins that is the beginning of a stop text, but not yet all of it. */
function firstUnfinished(text: string, stop: readonly string[]): number {
  const longest = Math.max(0, ...stop.map((one) => one.length - 1));
  for (let at = Math.max(0, text.length - longest); at < text.length; at++) {
    const end = text.slice(at);
    if (stop.some((one) => one.length > end.length && one.startsWith(end))) return at;
  }
  return text.length;
}

/**
 * An answer with each of its texts cut at the stop texts: predictions, messages, choices, output items. Everything else in
 * it stays as it came. For endpoints whose server does not know `stop`; of an answer that is already cut it changes nothing.
 */
export function cutAnswer(body: unknown, stop: readonly string[]): unknown {
  if (stop.length === 0) return body;
  const cut = (value: unknown): unknown => (typeof value === 'string' ? cutAtStop(value, stop) : value);
  const each = (list: unknown, change: (item: unknown) => unknown): unknown =>
    Array.isArray(list) ? list.map(change) : list;
  const within = (value: unknown, key: string, change: (part: unknown) => unknown): unknown =>
    isObject(value) && key in value ? { ...value, [key]: change(value[key]) } : value;

  const content = (value: unknown): unknown => (Array.isArray(value) ? cutParts(value, stop) : cut(value));
  const message = (value: unknown): unknown => within(cut(value), 'content', content);
  const choice = (value: unknown): unknown => within(within(value, 'text', cut), 'message', message);
  const prediction = (value: unknown): unknown =>
    within(cut(value), 'candidates', (list) => each(list, (candidate) => within(candidate, 'text', cut)));

  if (!isObject(body)) return Array.isArray(body) ? body.map(message) : cut(body);
  const changes: Readonly<Record<string, (value: unknown) => unknown>> = {
    predictions: (value) => (Array.isArray(value) ? value.map(prediction) : prediction(value)),
    choices: (value) => each(value, choice),
    messages: (value) => each(value, (one) => (isTool(one) ? one : message(one))),
    output: (value) => each(value, (item) => (isMessage(item) ? message(item) : item)),
  };
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, changes[key]?.(value) ?? value]),
  );
}

const isTool = (message: unknown): boolean => isObject(message) && message['role'] === 'tool';
const isMessage = (item: unknown): boolean => isObject(item) && item['type'] === 'message';

/** The parts of one message say one text together: where it is cut in one part, those after it say nothing. */
function cutParts(parts: readonly unknown[], stop: readonly string[]): readonly unknown[] {
  const isText = (part: unknown): part is JsonObject & { readonly text: string } =>
    isObject(part) && typeof part['text'] === 'string';
  let left = cutAtStop(
    parts
      .filter(isText)
      .map(({ text }) => text)
      .join(''),
    stop,
  ).length;
  return parts.map((part) => {
    if (!isText(part)) return part;
    const text = part.text.slice(0, left);
    left -= text.length;
    return { ...part, text };
  });
}
