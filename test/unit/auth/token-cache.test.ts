import { describe, expect, it } from 'vitest';
import { tokenCache, type Token } from '../../../src/auth/token-cache.ts';
import { fakeClock } from '../../helpers/fake-host.ts';

/** A source of tokens, each given out by hand. */
function source() {
  const pending: { readonly signal: AbortSignal; give(value: string): void; fail(error: Error): void }[] = [];
  const fetchToken = (signal: AbortSignal): Promise<Token> =>
    new Promise((resolve, reject) => {
      pending.push({ signal, give: (value) => resolve({ type: 'Bearer', value }), fail: reject });
    });
  return { pending, cache: tokenCache(fetchToken, fakeClock()) };
}

describe('tokenCache', () => {
  it('keeps a token that does not say when it expires', async () => {
    const { pending, cache } = source();
    const first = cache.get();
    pending[0]!.give('a');
    expect((await first).value).toBe('a');
    expect((await cache.get()).value).toBe('a');
    expect(pending).toHaveLength(1);
  });

  it('lets one who asks leave without the others', async () => {
    const { pending, cache } = source();
    const controller = new AbortController();
    const reason = new Error('stop');
    const leaves = cache.get(controller.signal);
    const stays = cache.get();
    controller.abort(reason);
    await expect(leaves).rejects.toBe(reason);
    expect(pending[0]!.signal.aborted).toBe(false);
    pending[0]!.give('a');
    expect((await stays).value).toBe('a');
  });

  it('stops fetching when all have left, and starts anew for the next', async () => {
    const { pending, cache } = source();
    const controller = new AbortController();
    const leaves = cache.get(controller.signal);
    controller.abort(new Error('stop'));
    await expect(leaves).rejects.toThrow('stop');
    expect(pending[0]!.signal.aborted).toBe(true);
    const next = cache.get();
    pending[1]!.give('b');
    expect((await next).value).toBe('b');
  });

  it('forgets the token that was refused, and none that is newer', async () => {
    const { pending, cache } = source();
    const first = cache.get();
    pending[0]!.give('old');
    await first;
    cache.forget('old');
    const second = cache.get();
    cache.forget('old');
    const third = cache.get();
    pending[1]!.give('new');
    expect([(await second).value, (await third).value]).toEqual(['new', 'new']);
    cache.forget('old');
    expect((await cache.get()).value).toBe('new');
    expect(pending).toHaveLength(2);
  });

  it('keeps no failure', async () => {
    const { pending, cache } = source();
    const first = cache.get();
    pending[0]!.fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    const second = cache.get();
    pending[1]!.give('a');
    expect((await second).value).toBe('a');
  });

  it('does not even begin for a signal that is aborted', async () => {
    const { pending, cache } = source();
    await expect(cache.get(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(pending).toHaveLength(0);
  });
});
