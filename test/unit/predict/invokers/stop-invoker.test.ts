import { describe, expect, it } from 'vitest';
import type { StreamChunk } from '../../../../src/client/stream.ts';
import { stopInvoker } from '../../../../src/predict/invokers/stop-invoker.ts';
import { scriptedInvoker } from '../../../helpers/scripted-invoker.ts';

const say = (text: string): StreamChunk => ({ delta: { role: 'assistant', content: text } });

describe('stop texts where the server does not know them', () => {
  it('cut a whole answer', async () => {
    const invoker = stopInvoker(
      scriptedInvoker(() => ({ predictions: ['a.b'], more: 1 })),
      ['.'],
    );
    expect(await invoker.invoke({})).toMatchObject({ status: 200, body: { predictions: ['a'], more: 1 } });
  });

  it('cut a stream, and ask for no more of it', async () => {
    const inner = scriptedInvoker(() => undefined, [[say('a'), say('b.c')], [say('d')], [say('e')]], false);
    const stream = stopInvoker(inner, ['.']).stream({});
    const chunks: StreamChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toEqual([say('a'), say('b')]);
    expect(stream.done).toBe(true);
    expect(inner.read).toBe(1);
  });

  it('let a stream that holds none of them pass, with what was held back at its end', async () => {
    const inner = scriptedInvoker(() => undefined, [[say('a<')], [say('/')]]);
    const stream = stopInvoker(inner, ['</s>']).stream({});
    const arrivals: (readonly StreamChunk[])[] = [];
    for await (const chunks of stream.arrivals) arrivals.push(chunks);
    expect(arrivals).toEqual([[say('a')], [say('')], [say('</')]]);
    expect(stream.head).toEqual({ status: 200, headers: {} });
  });

  it('that are none change nothing', () => {
    const inner = scriptedInvoker(() => undefined);
    expect(stopInvoker(inner, [])).toBe(inner);
  });
});
