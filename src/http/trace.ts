import { derivedBody } from './derived-body.ts';
import { redactBody, redacted, redactHeaders, redactPath } from './redact.ts';
import type { SecretRegistry } from './secret-registry.ts';
import type { HttpRequest, Transport } from './transport.ts';

export interface TraceOptions {
  /** Searched for in every line. */
  readonly secrets?: SecretRegistry;
  /** Milliseconds from an arbitrary origin. */
  readonly monotonic?: () => number;
}

/** As much of a body as is looked at, in bytes, and as much of it as is shown, in characters. */
const heldBytes = 64 * 1024;
const shownCharacters = 2000;

/**
 * Tells `sink` of each request and answer, a line at a time and without secrets: safe to paste into an issue. A body is
 * told once it has been read; nothing is read for the trace alone.
 */
export function withTrace(
  transport: Transport,
  sink: (line: string) => void,
  options: TraceOptions = {},
): Transport {
  const { secrets, monotonic = () => performance.now() } = options;
  const tell = (line: string): void => sink(escapeControls(secrets ? secrets.scrub(line) : line));
  return {
    async send(request) {
      const start = monotonic();
      const elapsed = (): string => `${(monotonic() - start).toFixed(0)} ms`;
      tellRequest(request, tell);
      try {
        const response = await transport.send(request);
        tell(`< ${String(response.status)} ${request.method} ${redactPath(request.path)} (${elapsed()})`);
        tellHeaders('<', response.headers, tell);
        const tap: Tap = {
          text: (text) => tellBody('<', text, tell),
          end: (length) => tell(`<   ${String(length)} bytes (${elapsed()})`),
        };
        return { ...response, body: derivedBody(response.body, (body) => tapped(body, tap)) };
      } catch (error) {
        tell(`< no answer to ${request.method} ${redactPath(request.path)} (${elapsed()}): ${String(error)}`);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

type Tell = (line: string) => void;

function tellRequest(request: HttpRequest, tell: Tell): void {
  const attempt =
    request.attempt !== undefined && request.attempt > 1 ? ` (attempt ${String(request.attempt)})` : '';
  tell(`> ${request.method} ${redactPath(request.path)}${attempt}`);
  tellHeaders('>', withoutForeign(request.headers ?? {}), tell);
  if (request.body === undefined) return;
  const body = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
  tellBody('>', body, tell);
}

/** What requests carry of themselves. The value of any other header came from outside, and may be a secret, however short. */
const ownHeaders =
  /^(?:accept|accept-encoding|content-type|content-length|user-agent|x-databricks-(?:workspace|org)-id)$/;

const withoutForeign = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, ownHeaders.test(name) ? value : redacted]),
  );

function tellHeaders(mark: string, headers: Readonly<Record<string, string>>, tell: Tell): void {
  for (const [name, value] of Object.entries(redactHeaders(headers))) tell(`${mark}   ${name}: ${value}`);
}

function tellBody(mark: string, text: string, tell: Tell): void {
  if (text === '') return;
  const body = redactBody(text);
  const rest = body.length - shownCharacters;
  tell(
    `${mark}   ${rest > 0 ? `${body.slice(0, shownCharacters)}… (${String(rest)} more characters)` : body}`,
  );
}

interface Tap {
  /** Told the beginning of the body. */
  text(text: string): void;
  /** Told its length in bytes, as far as it was read. */
  end(length: number): void;
}

/** The body, of which `tap` is told when it ends: whole, broken off, or left by its reader. */
async function* tapped(body: AsyncIterable<Uint8Array>, tap: Tap): AsyncGenerator<Uint8Array, void> {
  const held: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      if (length < heldBytes) held.push(chunk);
      length += chunk.byteLength;
      yield chunk;
    }
  } finally {
    tap.text(new TextDecoder().decode(Buffer.concat(held).subarray(0, heldBytes)));
    tap.end(length);
  }
}

/** A line stays one line, and does nothing to a terminal. */
const escapeControls = (line: string): string =>
  line.replace(/[\p{Cc}\u2028\u2029]/gu, (control) =>
    control === '\n'
      ? '\\n'
      : control === '\r'
        ? '\\r'
        : `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
