import { type Usage, usageOf } from './usage.ts';

/** A piece of the text of one of the answers, numbered from 0. */
export interface TextDelta {
  readonly index: number;
  readonly text: string;
}

/** A piece of a tool call. Id and name mostly come with the first piece only; pieces belong together by `key`. */
export interface ToolCallDelta {
  readonly key: string;
  readonly id?: string;
  readonly name?: string;
  readonly arguments: string;
  /** True where `arguments` are all of them, of which pieces may have come before. */
  readonly isWhole?: boolean;
}

/** What one chunk of a stream adds. */
export interface Delta {
  readonly texts?: readonly TextDelta[];
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCallDelta[];
  readonly finishReason?: string;
  /** Running totals, where they come with every chunk: the last one counts. */
  readonly usage?: Usage;
  /** The output item of a Responses stream that the text belongs to; empty where the server names none. */
  readonly itemId?: string;
  /** True where the text repeats a whole item, of which pieces may have come before. */
  readonly isWholeItem?: boolean;
  /** The text of the whole answer, which counts where nothing of it was said before. */
  readonly wholeText?: string;
}

export const oneText = (text: string): readonly TextDelta[] => (text === '' ? [] : [{ index: 0, text }]);

export const finish = (reason: unknown): { finishReason?: string } =>
  typeof reason === 'string' ? { finishReason: reason } : {};

export function counted(usage: unknown): { usage?: Usage } {
  const counts = usageOf(usage);
  return counts ? { usage: counts } : {};
}
