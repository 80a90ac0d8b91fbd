/** What came on the input. */
export type LineEvent =
  /** `pasted`: the line ended inside a paste, and what follows belongs to it. */
  | { readonly kind: 'line'; readonly text: string; readonly pasted?: boolean }
  /** Ctrl-C; `typed` tells whether there was something on the line. */
  | { readonly kind: 'interrupted'; readonly typed: boolean }
  /** Ctrl-D, the terminal is gone, or the pipe has ended. */
  | { readonly kind: 'end' };

/** Where the lines of a conversation come from: a person, or another program. */
export interface LineSource {
  /** The next line; `prompt` is for a person. Rejects with the signal's reason when that is aborted. */
  next(prompt: string): Promise<LineEvent>;
  /** Calls `stop` at each Ctrl-C while no line is asked for. What it returns undoes it. */
  onInterrupt(stop: () => void): () => void;
  /** Gives the input back as it was. */
  close(): void;
}
