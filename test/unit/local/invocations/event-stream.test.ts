import { describe, expect, it } from 'vitest';
import { frame, frames, streamBody } from '../../../../src/local/invocations/event-stream.ts';
import { fakeClock } from '../../../helpers/fake-host.ts';

const never = new AbortController().signal;

async function collect(chunks: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}

describe('a frame', () => {
  it('is one data line and a blank one', () => {
    expect(frame('{"a":1}')).toBe('data: {"a":1}\n\n');
  });

  it('escapes what Python takes for line ends, and stays the same JSON', () => {
    const value = { text: 'a\u0085b\u2028c\u2029d\n' };
    const written = frame(JSON.stringify(value));
    expect(written.trimEnd()).not.toMatch(/[\u0085\u2028\u2029\n]/);
    expect(written).toContain('a\\u0085b\\u2028c\\u2029d');
    expect(JSON.parse(written.slice('data: '.length))).toEqual(value);
  });
});

describe('the frames of a stream', () => {
  it('end in [DONE]', async () => {
    const pace = { clock: fakeClock(), frameDelayMs: 0, signal: never };
    expect(await collect(frames([{ a: 1 }, { a: 2 }], pace))).toEqual([
      'data: {"a":1}\n\n',
      'data: {"a":2}\n\n',
      'data: [DONE]\n\n',
    ]);
    expect(pace.clock.slept).toEqual([]);
  });

  it('wait by the clock between two values where a delay is asked for', async () => {
    const pace = { clock: fakeClock(), frameDelayMs: 50, signal: never };
    await collect(frames([{ a: 1 }, { a: 2 }, { a: 3 }], pace));
    expect(pace.clock.slept).toEqual([50, 50]);
  });
});

describe('the body of a stream', () => {
  it('reads nothing ahead, and one value for each chunk', async () => {
    const made: number[] = [];
    function* values() {
      for (let n = 0; n < 3; n++) {
        made.push(n);
        yield { n };
      }
    }
    const pace = { clock: fakeClock(), frameDelayMs: 0, signal: never };
    const reader = streamBody(frames(values(), pace), () => undefined).getReader();
    expect(made).toEqual([]);
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe('data: {"n":0}\n\n');
    expect(made).toEqual([0]);
  });

  it('ends its source when the reader leaves', async () => {
    let ended = false;
    let abandoned = false;
    async function* chunks() {
      try {
        yield 'a';
        yield 'b';
      } finally {
        ended = true;
      }
    }
    const reader = streamBody(chunks(), () => (abandoned = true)).getReader();
    await reader.read();
    await reader.cancel();
    expect({ ended, abandoned }).toEqual({ ended: true, abandoned: true });
  });

  it('tells a source that is waiting, so that leaving does not wait with it', async () => {
    const gone = new AbortController();
    async function* chunks() {
      yield 'a';
      await new Promise((_, reject) => {
        gone.signal.addEventListener('abort', () => reject(gone.signal.reason as Error));
      }).catch(() => undefined);
    }
    const reader = streamBody(chunks(), () => gone.abort()).getReader();
    await reader.read();
    const pending = reader.read();
    await reader.cancel();
    expect(await pending).toEqual({ done: true, value: undefined });
  });
});
