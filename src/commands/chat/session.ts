import type { Invoker } from '../../client/invoker.ts';
import type { Context } from '../../context.ts';
import type { Message } from '../../predict/chat/message.ts';
import type { LineSource } from '../../terminal/line-source.ts';
import type { TurnOutput } from './turn-output.ts';

/** What stays the same through a conversation. */
export interface Session {
  readonly context: Context;
  /** Of the endpoint, for messages. */
  readonly name: string;
  /** True for an app on a driver, which the workspace knows nothing of. */
  readonly isApp: boolean;
  /** The served entity that is asked for by name. */
  readonly servedEntity: string | undefined;
  readonly invoker: Invoker;
  readonly source: LineSource;
  readonly output: TurnOutput;
  /** A person is at the terminal: a failure is told and the conversation goes on. Else it ends the program. */
  readonly isInteractive: boolean;
  readonly stream: boolean;
  /** The request that asks for what comes after these messages. */
  readonly bodyOf: (messages: readonly Message[]) => Readonly<Record<string, unknown>>;
}
