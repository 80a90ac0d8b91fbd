import { PassThrough } from 'node:stream';
import type { InputStream } from '../../src/host.ts';
import type { FakeHost } from './fake-host.ts';

/** A terminal's keyboard. */
export interface Keyboard {
  readonly stdin: InputStream & NodeJS.ReadableStream;
  /** Whether raw mode was turned on and off, in order. */
  readonly rawModes: readonly boolean[];
  readonly press: (keys: string) => void;
  /** The terminal goes away. */
  readonly hangUp: () => void;
  /** Takes the place of a host's stdin: `run(…, { tty: true, prepare: keyboard.plugIn })`. */
  readonly plugIn: (host: FakeHost) => void;
}

/** A keyboard; `keys` are pressed before anybody asks. */
export function keyboard(keys = ''): Keyboard {
  const rawModes: boolean[] = [];
  const stream = new PassThrough();
  const stdin = Object.assign(stream, {
    isTTY: true,
    setRawMode: (mode: boolean) => rawModes.push(mode),
  });
  if (keys !== '') stream.write(keys);
  return {
    stdin,
    rawModes,
    press: (pressed) => void stream.write(pressed),
    hangUp: () => void stream.end(),
    plugIn: (host) => void Object.assign(host, { stdin }),
  };
}

export const ctrlC = '\x03';
export const ctrlD = '\x04';
export const enter = '\r';
/** As a terminal hands it over that was told to mark pastes. */
export const pasted = (text: string): string => `\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~`;
