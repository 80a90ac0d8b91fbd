import { expect, it } from 'vitest';
import { StreamError } from '../../../../src/errors.ts';
import { wholeInvoker } from '../../../../src/predict/invokers/whole-invoker.ts';
import { scriptedInvoker } from '../../../helpers/scripted-invoker.ts';

const say = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });

it('a stream is handed on as the answer that it adds up to', async () => {
  const invoker = wholeInvoker(scriptedInvoker(() => undefined, [[say('a')], [say('b')]]));
  expect(await invoker.invoke({})).toMatchObject({
    status: 200,
    body: { choices: [{ message: { content: 'ab' } }] },
  });
});

it('a stream that ends before the answer does is no answer', async () => {
  const invoker = wholeInvoker(scriptedInvoker(() => undefined, [[say('a')]], false));
  await expect(invoker.invoke({})).rejects.toThrow(StreamError);
});
