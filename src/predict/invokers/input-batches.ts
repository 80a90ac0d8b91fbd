import type { Clock } from '../../clock.ts';
import type { CallOptions } from '../../client/call.ts';
import type { Invoker } from '../../client/invoker.ts';
import type { InvocationAnswer, InvocationBody } from '../../client/query.ts';
import { ApiError } from '../../errors.ts';
import { joinEmbeddings } from '../embeddings.ts';

export interface InputBatchOptions {
  /** The most texts of one call. Default 20, as LangChain's DatabricksEmbeddings has it. */
  readonly size?: number;
  /** Waits out a limit. */
  readonly clock: Pick<Clock, 'sleep'>;
}

/** How long to wait where a limit doesn't say, in milliseconds. */
const unsaidWait = 1_000;

/**
 * Asks for the embeddings of many texts in several calls, one after the other, and joins their answers: vectors in the order
 * of the texts, tokens added up. A call that is refused for its number of texts, which Databricks words as a limit of
 * queries per second, is divided; other limits are waited out. Bodies whose `input` is no list pass as they are.
 */
export function inputBatchInvoker(invoker: Invoker, { size = 20, clock }: InputBatchOptions): Invoker {
  async function askSome(
    body: InvocationBody,
    inputs: readonly unknown[],
    options: CallOptions,
  ): Promise<readonly InvocationAnswer[]> {
    const some = { ...body, input: inputs };
    if (inputs.length === 1) return [await invoker.invoke(some, options)];
    try {
      return [await invoker.invoke(some, { ...options, retry: 'never' })];
    } catch (error) {
      if (!(error instanceof ApiError) || !(error.status === 429 || error.status === 503)) throw error;
      if (isTooMany(error)) {
        const half = Math.ceil(inputs.length / 2);
        return [
          ...(await askSome(body, inputs.slice(0, half), options)),
          ...(await askSome(body, inputs.slice(half), options)),
        ];
      }
      await clock.sleep(error.retryAfterMs ?? unsaidWait, options.signal);
      return [await invoker.invoke(some, options)];
    }
  }

  return {
    ...invoker,
    invoke: async (body, options = {}) => {
      const { input } = body;
      if (!Array.isArray(input) || input.length < 2) return invoker.invoke(body, options);
      const inputs: readonly unknown[] = input;
      const answers: InvocationAnswer[] = [];
      for (let at = 0; at < inputs.length; at += size) {
        answers.push(...(await askSome(body, inputs.slice(at, at + size), options)));
      }
      const [first, ...others] = answers;
      if (first === undefined || others.length === 0) return first ?? invoker.invoke(body, options);
      return { ...first, body: joinEmbeddings(answers.map((answer) => answer.body)) };
    },
  };
}

/** Observed: 16 to 32 texts in one call are refused with the words of the limit of queries per second. */
const isTooMany = ({ status, message }: ApiError): boolean => status === 429 && /\bQPS\b/.test(message);
