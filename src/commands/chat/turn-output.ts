import type { Context } from '../../context.ts';
import type { ToolCall } from '../../predict/content.ts';
import type { Usage } from '../../predict/usage.ts';

/** One question and its answer, as `-o ndjson` prints it. */
export interface Turn {
  readonly question: unknown;
  readonly answer: string;
  /** The answer was stopped on the way. */
  readonly stopped?: true;
  readonly tool_calls?: readonly ToolCall[];
  readonly finish_reason?: string;
  readonly usage?: Usage;
  /** Milliseconds until the first piece of the answer, and until it was whole. */
  readonly ttft_ms?: number;
  readonly total_ms: number;
}

/** stdout: the text as it arrives; with `-o ndjson` a turn a line; in the other formats the list of turns at the end. */
export interface TurnOutput {
  text(chunk: string): Promise<void>;
  turn(turn: Turn): Promise<void>;
  end(): Promise<void>;
}

export function turnOutput({ results }: Context, name: string): TurnOutput {
  const none = (): Promise<void> => Promise.resolve();
  if (results.format === 'table' && !results.queried)
    return { text: (chunk) => results.text(chunk), turn: none, end: none };
  if (results.format === 'ndjson') return { text: none, turn: (turn) => results.item(turn), end: none };
  const turns: Turn[] = [];
  return {
    text: none,
    turn: (turn) => {
      turns.push(turn);
      return none();
    },
    end: () => results.show(turns, { human: () => [], names: () => [name] }),
  };
}
