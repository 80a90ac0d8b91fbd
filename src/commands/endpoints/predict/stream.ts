import type { ChunkStream } from '../../../client/stream.ts';
import type { Context } from '../../../context.ts';
import { StreamError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { createStreamReader } from '../../../predict/stream-reader.ts';
import { showAnswer } from './answer.ts';
import { sayUsage, settleFinish } from './finish.ts';
import { toolCallText } from './text.ts';

/**
 * Prints a stream as it arrives: the text for people and pipes, with `-o ndjson` a chunk a line. The formats that hold
 * one value get the list of chunks once it is whole. What was printed before a failure stays.
 * @param onFirst called when the first chunk is there
 * @throws StreamError where the server reports an error, or the stream ends before the answer does
 */
export async function showStream(
  context: Context,
  name: string,
  stream: ChunkStream,
  onFirst: () => void,
): Promise<void> {
  const { results } = context;
  if (results.format === 'table' && !results.queried) return showText(context, name, stream, onFirst);
  const chunks: unknown[] = [];
  const reader = createStreamReader();
  for await (const chunk of stream) {
    onFirst();
    reader.read(chunk);
    if (results.format === 'ndjson') await results.item(chunk);
    else chunks.push(chunk);
  }
  refuseCut(stream, reader.end().finishReason);
  if (results.format !== 'ndjson') await results.show(chunks, { human: () => [], names: () => [name] });
}

async function showText(
  context: Context,
  name: string,
  stream: ChunkStream,
  onFirst: () => void,
): Promise<void> {
  const { results, notes } = context;
  const reader = createStreamReader();
  // Two answers can't be printed at once: the first shows as it arrives, the others after it.
  const others = new Map<number, string>();
  let last = '';
  let wasWhole = false;
  const print = async (text: string): Promise<void> => {
    if (text === '') return;
    last = text;
    await results.text(text);
  };
  const endLine = async (): Promise<void> => {
    if (!wasWhole && !last.endsWith('\n')) await results.text('\n');
  };

  try {
    for await (const chunk of stream) {
      onFirst();
      const { texts, reasoning, answer } = reader.read(chunk);
      if (answer) {
        wasWhole = true;
        await showAnswer(context, name, { status: 200, headers: {}, body: chunk });
        continue;
      }
      if (reasoning !== '') notes.verbose(reasoning);
      for (const { index, text } of texts) {
        if (index === 0) await print(text);
        else others.set(index, (others.get(index) ?? '') + text);
      }
    }
  } catch (error) {
    // The message that follows on stderr starts a line of its own on a terminal.
    if (last !== '') await endLine();
    throw error;
  }
  const { toolCalls, usage, finishReason } = reader.end();
  for (const call of toolCalls)
    await print(`${last === '' || last.endsWith('\n') ? '' : '\n'}${toolCallText(call)}`);
  await endLine();
  for (const [index, text] of others) await results.text(`[${index + 1}] ${text}\n`);
  sayUsage(notes, usage);
  if (!wasWhole) refuseCut(stream, finishReason);
  settleFinish(notes, finishReason);
}

/** Some servers close the stream without `[DONE]`; then only the reason why the model stopped tells that it did. */
function refuseCut(stream: ChunkStream, finishReason: string | undefined): void {
  if (stream.done || finishReason !== undefined) return;
  throw new StreamError('STREAM_CUT', 'the stream ended before the answer did', ExitCode.failure, {
    hint: 'what is printed may be only a part; ask again',
  });
}
