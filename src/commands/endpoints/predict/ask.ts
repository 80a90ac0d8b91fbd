import type { CallOptions } from '../../../client/call.ts';
import type { Invoker } from '../../../client/invoker.ts';
import type { InvocationAnswer } from '../../../client/query.ts';
import type { ChunkStream, StreamHead } from '../../../client/stream.ts';
import type { Context } from '../../../context.ts';
import { answerText } from '../../../predict/answer-text.ts';
import { readAnswer } from '../../../predict/answer.ts';
import type { Observed } from '../../../predict/expect/expectation.ts';
import type { JsonObject } from '../../../predict/json.ts';
import type { Usage } from '../../../predict/usage.ts';
import { showAnswer } from './answer.ts';
import { showStream } from './stream.ts';
import { holdStream, watchStream } from './watch-stream.ts';
import { sayWhyItWaits } from './waking.ts';

/** What to ask, whom, and how to take the answer. */
export interface Question {
  readonly name: string;
  /** True for an app on a driver. */
  readonly isApp: boolean;
  readonly invoker: Invoker;
  readonly body: JsonObject;
  readonly streams: boolean;
  /** False: a stream is shown as it arrives. True: nothing is shown before `show` is called. */
  readonly held: boolean;
}

/** What is known of an answer beside what it says. */
export interface Observation extends Observed {
  readonly head: StreamHead;
  readonly usage?: Usage;
  /** How many chunks it came in; absent where it came whole. */
  readonly chunks?: number;
  /** Milliseconds from the request to the last chunk. */
  readonly lastChunkMs?: number;
}

export interface Reply {
  readonly observation: Observation;
  /** Prints the answer; nothing where it has been shown as it arrived. */
  show(this: void): Promise<void>;
}

/** Asks once. Throws as the invoker does, and as showing a stream does. */
export async function ask(context: Context, question: Question): Promise<Reply> {
  const waiting = sayWhyItWaits(context, question);
  try {
    // What answers, if only that it takes nothing now, is awake.
    const call = { signal: context.signal, onRetry: waiting.stop };
    return await (question.streams ? askForStream : askForWhole)(context, question, call, waiting.stop);
  } finally {
    waiting.stop();
  }
}

type Ask = (context: Context, question: Question, call: CallOptions, onFirst: () => void) => Promise<Reply>;

const askForWhole: Ask = async (context, { name, invoker, body }, call, onFirst) => {
  const { clock } = context.host;
  const askedAt = clock.monotonic();
  const answer = await invoker.invoke(body, call);
  onFirst();
  const totalMs = clock.monotonic() - askedAt;
  return {
    observation: observe(answer, totalMs),
    show: () => showAnswer(context, name, answer, body['input']),
  };
};

function observe({ body, ...head }: InvocationAnswer, totalMs: number): Observation {
  const answer = readAnswer(body);
  return {
    text: answerText(answer),
    isText: answer.kind === 'text',
    body,
    totalMs,
    head,
    ...('usage' in answer && { usage: answer.usage }),
  };
}

const askForStream: Ask = async (context, { name, invoker, body, held }, call, onFirst) => {
  const { clock } = context.host;
  const askedAt = clock.monotonic();
  const watched = watchStream(invoker.stream(body, call), clock, onFirst);
  const show = (stream: ChunkStream): Promise<void> => showStream(context, name, stream);
  const kept = held ? await holdStream(watched.stream) : undefined;
  if (!kept) await show(watched.stream);
  const { firstTokenAt, lastAt, ...sum } = watched.sum();
  return {
    observation: {
      ...sum,
      head: watched.stream.head ?? { status: 200, headers: {} },
      totalMs: (watched.endedAt() ?? clock.monotonic()) - askedAt,
      ...(firstTokenAt !== undefined && { firstTokenMs: firstTokenAt - askedAt }),
      ...(lastAt !== undefined && { lastChunkMs: lastAt - askedAt }),
    },
    show: async () => {
      if (kept) await show(kept());
    },
  };
};
