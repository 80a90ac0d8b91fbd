import { StringDecoder } from 'node:string_decoder';
import { parseJson } from './json-values.ts';

/** One event of a `text/event-stream` (WHATWG HTML, "Server-sent events"). */
export interface SseEvent {
  /** `message` where the stream names none. */
  readonly event: string;
  /** The `data` lines, joined by line feeds. */
  readonly data: string;
  /** The last `id` that was seen. */
  readonly id: string | undefined;
  /** Milliseconds, where this event says so. */
  readonly retry: number | undefined;
}

/** The events of a body, each as soon as it is whole. Fails as the body does, after all events that came whole. */
export async function* sseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent, void, undefined> {
  const decoder = new SseDecoder();
  for await (const bytes of body) yield* decoder.push(bytes);
  yield* decoder.end();
}

/**
 * Turns bytes into events, in three stages: bytes to text (UTF-8, cut anywhere), text to lines (LF, CRLF or CR, cut
 * anywhere), lines to events. It is handed what arrived and gives what that completes, so that many events in one piece
 * of the body cost one turn of their reader.
 */
export class SseDecoder {
  readonly #decoder = new StringDecoder('utf8');
  /** The beginning of a line whose end has not come. */
  #rest = '';
  #isFirst = true;
  #isAfterCarriageReturn = false;

  // The event under way.
  #event = '';
  #data: string | undefined;
  #id: string | undefined;
  #retry: number | undefined;

  push(bytes: Uint8Array): readonly SseEvent[] {
    const events: SseEvent[] = [];
    this.#readText(this.#decoder.write(bytes), events);
    return events;
  }

  /**
   * The body has ended. Where it does so without the blank line that ends an event, as the MLflow gateway's may, the
   * event counts if its data is `[DONE]` or whole JSON; the standard drops it. Half an event is dropped: nothing else
   * shows that it is half.
   */
  end(): readonly SseEvent[] {
    const events: SseEvent[] = [];
    this.#readText(this.#decoder.end(), events);
    if (this.#rest !== '') this.#readLine(this.#rest, 0, this.#rest.length, events);
    this.#rest = '';
    const data = this.#data;
    if (data !== undefined && (data === '[DONE]' || parseJson(data) !== undefined)) this.#endEvent(events);
    return events;
  }

  /** Only what is new is searched: a line of many pieces costs no more than its length. */
  #readText(text: string, events: SseEvent[]): void {
    if (text === '') return;
    let start = this.#skip(text);
    let carriageReturn = text.indexOf('\r', start);
    for (;;) {
      const lineFeed = text.indexOf('\n', start);
      const isCarriageReturn = carriageReturn >= 0 && (lineFeed < 0 || carriageReturn < lineFeed);
      const end = isCarriageReturn ? carriageReturn : lineFeed;
      if (end < 0) break;
      if (this.#rest === '') {
        this.#readLine(text, start, end, events);
      } else {
        const line = this.#rest + text.slice(start, end);
        this.#rest = '';
        this.#readLine(line, 0, line.length, events);
      }
      start = end + 1;
      if (isCarriageReturn) {
        if (start === text.length) this.#isAfterCarriageReturn = true;
        else if (text.startsWith('\n', start)) start++;
        carriageReturn = text.indexOf('\r', start);
      }
    }
    if (start < text.length) this.#rest += text.slice(start);
  }

  /** How much of the beginning belongs to nothing: a byte-order mark, or the second half of a CRLF that was cut. */
  #skip(text: string): number {
    const isMark = this.#isFirst && text.startsWith('\ufeff');
    const isLineFeed = this.#isAfterCarriageReturn && text.startsWith('\n');
    this.#isFirst = false;
    this.#isAfterCarriageReturn = false;
    return isMark || isLineFeed ? 1 : 0;
  }

  /** Reads the line that is `text` from `start` to `end`; a blank one ends the event. */
  #readLine(text: string, start: number, end: number, events: SseEvent[]): void {
    if (start === end) {
      this.#endEvent(events);
      return;
    }
    // Most lines are data: spared the way through the general case.
    if (text.startsWith('data:', start) && end - start >= 5) {
      this.#append(text.slice(valueStart(text, start + 5), end));
    } else {
      this.#readField(text.slice(start, end));
    }
  }

  /** An event without data is none. */
  #endEvent(events: SseEvent[]): void {
    if (this.#data !== undefined) {
      const event = this.#event === '' ? 'message' : this.#event;
      events.push({ event, data: this.#data, id: this.#id, retry: this.#retry });
    }
    this.#data = undefined;
    this.#event = '';
    this.#retry = undefined;
  }

  #append(value: string): void {
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
  }

  #readField(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(valueStart(line, colon + 1));
    // A line that begins with a colon is a comment: its name is empty, and like an unknown one ignored.
    if (name === 'data') this.#append(value);
    else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.#retry = Number(value);
  }
}

/** Where the value of a field begins: one space after the colon is not part of it. */
const valueStart = (text: string, afterColon: number): number =>
  text.charCodeAt(afterColon) === 0x20 ? afterColon + 1 : afterColon;
