import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { BrokenPipeError } from '../../../src/errors.ts';
import { createLooseWriter, createWriter } from '../../../src/terminal/write.ts';
import { brokenPipe, CapturedStream } from '../../helpers/fake-host.ts';

describe('a writer', () => {
  it('waits until the stream has taken what it got', async () => {
    let release: (() => void) | undefined;
    const slow = new Writable({
      write: (_chunk, _encoding, done) => {
        release = done;
      },
    });
    let written = false;
    const writing = createWriter(slow)
      .write('text')
      .then(() => (written = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(false);
    release?.();
    await writing;
    expect(written).toBe(true);
  });

  it('turns a closed pipe into a BrokenPipeError, now and from then on', async () => {
    const stream = new CapturedStream();
    stream.onChunk = () => {
      throw brokenPipe();
    };
    const writer = createWriter(stream);
    await expect(writer.write('a')).rejects.toThrow(BrokenPipeError);
    await expect(writer.write('b')).rejects.toThrow(BrokenPipeError);
  });

  it('hands on any other error of the stream', async () => {
    const stream = new CapturedStream();
    stream.onChunk = () => {
      throw new Error('disk full');
    };
    await expect(createWriter(stream).write('a')).rejects.toThrow('disk full');
  });

  it('for notes does not mind that nobody reads them', async () => {
    const stream = new CapturedStream();
    stream.onChunk = () => {
      throw brokenPipe();
    };
    createLooseWriter(stream)('a note');
    await new Promise((resolve) => setImmediate(resolve));
    expect(stream.destroyed).toBe(true);
  });
});
