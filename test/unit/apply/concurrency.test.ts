import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../src/apply/event-queue.ts';
import { mapPooled } from '../../../src/apply/pool.ts';
import { Slots } from '../../../src/apply/slots.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a pool', () => {
  it('keeps to its limit, uses all of it, and gives the results in order', async () => {
    let running = 0;
    let most = 0;
    const results = await mapPooled([5, 1, 4, 2, 3, 6], 3, async (turns) => {
      most = Math.max(most, ++running);
      for (let left = turns; left > 0; left--) await turn();
      running--;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 60]);
    expect(most).toBe(3);
  });

  it('begins nothing more after a failure', async () => {
    const begun: number[] = [];
    const work = mapPooled([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      await turn();
      if (item === 2) throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    await turn();
    await turn();
    expect(begun.length).toBeLessThanOrEqual(3);
  });

  it('does nothing with nothing', async () => {
    expect(await mapPooled([], 4, () => Promise.reject(new Error('no')))).toEqual([]);
  });
});

describe('slots', () => {
  it('go to whoever has begun before whoever has not', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    await slots.acquire();
    const fresh = slots.acquire().then(() => order.push('fresh'));
    const begun = slots.acquire(true).then(() => order.push('begun'));
    slots.release();
    await begun;
    slots.release();
    await fresh;
    expect(order).toEqual(['begun', 'fresh']);
  });
});

describe('an event queue', () => {
  it('hands on what was pushed before and while it is read, in order, and ends', async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    queue.push(2);
    const read: number[] = [];
    const reading = (async () => {
      for await (const event of queue) {
        read.push(event);
        if (event === 2) queue.push(3);
      }
    })();
    await turn();
    queue.push(4);
    await turn();
    queue.push(5);
    queue.close();
    await reading;
    expect(read).toEqual([1, 2, 3, 4, 5]);
  });
});
