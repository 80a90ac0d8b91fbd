import { StringDecoder } from 'node:string_decoder';
import { parseJson } from './json-values.ts';

/** One event of a `text/event-stream` (WHATWG HTML, "Server-sent events"). */
export interface SseEvent {
  /** `message` where the stream names none. */
  readonly event: string;
  /** The `data` lines, joined by line feeds. */
  readonly data: string;
  /** The last `id` that was seen. */
  readonly id?: string;
  /** Milliseconds, where this event says so. */
  readonly retry?: number;
}

/**
 * The events of a body, in three stages: bytes to text (UTF-8, cut anywhere), text to lines (LF, CRLF or CR, cut
 * anywhere), lines to events.
 *
 * Where the body ends without the blank line that ends an event, as the MLflow gateway's may, the event counts if its
 * data is `[DONE]` or whole JSON; the standard drops it. Half an event is dropped: nothing else shows that it is half.
 * What fails is the body's own failure, thrown after all events that came whole.
 */
export async function* sseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent, void, undefined> {
  const decoder = new StringDecoder('utf8');
  const lines = new LineSplitter();
  const events = new EventBuilder();
  for await (const chunk of body) {
    for (const line of lines.push(decoder.write(chunk))) {
      const event = events.push(line);
      if (event) yield event;
    }
  }
  for (const line of lines.push(decoder.end())) {
    const event = events.push(line);
    if (event) yield event;
  }
  // An empty rest would be taken for the blank line.
  const rest = lines.rest();
  if (rest !== '') events.push(rest);
  const last = events.push('');
  if (last && (last.data === '[DONE]' || parseJson(last.data) !== undefined)) yield last;
}

/** Cuts text into lines. Only what is new is searched: a line of many chunks costs no more than its length. */
class LineSplitter {
  #rest = '';
  #first = true;
  #afterCarriageReturn = false;

  /** The lines that `text` ends, without their ends. */
  push(text: string): readonly string[] {
    if (text === '') return [];
    const lines: string[] = [];
    let start = this.#skip(text);
    let carriageReturn = text.indexOf('\r', start);
    for (;;) {
      const lineFeed = text.indexOf('\n', start);
      const isCarriageReturn = carriageReturn >= 0 && (lineFeed < 0 || carriageReturn < lineFeed);
      const end = isCarriageReturn ? carriageReturn : lineFeed;
      if (end < 0) break;
      lines.push(this.#rest + text.slice(start, end));
      this.#rest = '';
      start = end + 1;
      if (isCarriageReturn) {
        if (start === text.length) this.#afterCarriageReturn = true;
        else if (text.startsWith('\n', start)) start++;
        carriageReturn = text.indexOf('\r', start);
      }
    }
    this.#rest += text.slice(start);
    return lines;
  }

  /** What comes after the last line end. */
  rest(): string {
    return this.#rest;
  }

  /** How much of the beginning belongs to nothing: a byte-order mark, or the second half of a CRLF that was cut. */
  #skip(text: string): number {
    const isMark = this.#first && text.startsWith('\ufeff');
    const isLineFeed = this.#afterCarriageReturn && text.startsWith('\n');
    this.#first = false;
    this.#afterCarriageReturn = false;
    return isMark || isLineFeed ? 1 : 0;
  }
}

/** Gathers lines into events. */
class EventBuilder {
  #event = '';
  #data: string | undefined;
  #id: string | undefined;
  #retry: number | undefined;

  /** The event that `line` ends, if it ends one: a blank line after data does. */
  push(line: string): SseEvent | undefined {
    if (line === '') return this.#end();
    // Most lines are data: spared the way through the general case.
    if (line.startsWith('data:')) this.#append(valueFrom(line, 5));
    else this.#field(line);
    return undefined;
  }

  #end(): SseEvent | undefined {
    const data = this.#data;
    const event = this.#event;
    const retry = this.#retry;
    this.#data = undefined;
    this.#event = '';
    this.#retry = undefined;
    if (data === undefined) return undefined;
    return {
      event: event === '' ? 'message' : event,
      data,
      ...(this.#id === undefined ? {} : { id: this.#id }),
      ...(retry === undefined ? {} : { retry }),
    };
  }

  #append(value: string): void {
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : valueFrom(line, colon + 1);
    // A line that begins with a colon is a comment: its name is empty, and like an unknown one ignored.
    if (name === 'data') this.#append(value);
    else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.#retry = Number(value);
  }
}

/** The value of a field that begins at `start`: one space after the colon is not part of it. */
const valueFrom = (line: string, start: number): string =>
  line.slice(line.charCodeAt(start) === 0x20 ? start + 1 : start);
