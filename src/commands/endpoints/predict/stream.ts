import type { ChunkStream, StreamChunk } from '../../../client/stream.ts';
import type { Context } from '../../../context.ts';
import { toolCallText } from '../../../predict/answer-text.ts';
import { refuseCut } from '../../../predict/cut-stream.ts';
import { createStreamReader } from '../../../predict/stream-reader.ts';
import { showAnswer } from './answer.ts';
import { sayUsage, settleFinish } from './finish.ts';

/**
 * Prints a stream as it arrives: the text for people and pipes, with `-o ndjson` a chunk a line. What arrives together is
 * written at once, and nothing waits for more. The formats that hold one value get the list of chunks once it is whole.
 * What was printed before a failure stays.
 * @throws StreamError where the server reports an error, or the stream ends before the answer does
 */
export async function showStream(context: Context, name: string, stream: ChunkStream): Promise<void> {
  const { results, notes } = context;
  if (results.format === 'table' && !results.queried) return showText(context, name, stream);
  const all: StreamChunk[] = [];
  const reader = createStreamReader();
  for await (const chunks of stream.arrivals) {
    for (const chunk of chunks) reader.read(chunk);
    if (results.format === 'ndjson') await results.items(chunks);
    else for (const chunk of chunks) all.push(chunk);
  }
  const end = reader.end();
  refuseCut(stream, end);
  if (results.format !== 'ndjson') await results.show(all, { human: () => [], names: () => [name] });
  settleFinish(notes, end.finishReason);
}

async function showText(context: Context, name: string, stream: ChunkStream): Promise<void> {
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
  const printOthers = async (): Promise<void> => {
    for (const [index, text] of others) await results.text(`[${index + 1}] ${text}\n`);
  };

  try {
    for await (const chunks of stream.arrivals) {
      let arrived = '';
      for (const chunk of chunks) {
        const { texts, reasoning, answer } = reader.read(chunk);
        if (answer) {
          wasWhole = true;
          await print(arrived);
          arrived = '';
          await showAnswer(context, name, { status: 200, headers: {}, body: chunk });
          continue;
        }
        if (reasoning !== '') notes.verbose(reasoning);
        for (const { index, text } of texts) {
          if (index === 0) arrived += text;
          else others.set(index, (others.get(index) ?? '') + text);
        }
      }
      await print(arrived);
    }
  } catch (error) {
    // The message that follows on stderr starts a line of its own on a terminal.
    if (last !== '') await endLine();
    await printOthers();
    throw error;
  }
  const end = reader.end();
  // Of a stream that said nothing, an error is all there is to show.
  if (last === '' && others.size === 0 && end.toolCalls.length === 0) refuseCut(stream, end);
  for (const call of end.toolCalls)
    await print(`${last === '' || last.endsWith('\n') ? '' : '\n'}${toolCallText(call)}`);
  await endLine();
  await printOthers();
  sayUsage(notes, end.usage);
  refuseCut(stream, end);
  settleFinish(notes, end.finishReason);
}
