import type { Context } from '../../../context.ts';
import type { Expectation } from '../../../predict/expect/expectation.ts';
import type { ExpectFlags } from './flags/expect.ts';

/**
 * What the flags expect of the answer; checked before anything is sent.
 * @throws UsageError for a regular expression, a JMESPath expression or a schema that is none
 * @throws InvalidInputError for a schema that can't be read
 */
export async function loadExpectations(
  context: Context,
  flags: ExpectFlags,
): Promise<readonly Expectation[]> {
  const expectations: Expectation[] = [];
  if (flags.expect.length > 0) {
    const { expectText } = await import('../../../predict/expect/text.ts');
    expectations.push(...flags.expect.map(expectText));
  }
  if (flags.expectQuery.length > 0) {
    const { expectQuery } = await import('../../../predict/expect/query.ts');
    expectations.push(...flags.expectQuery.map(expectQuery));
  }
  if (flags.expectSchema !== undefined) expectations.push(await loadSchema(context, flags.expectSchema));
  const { maxLatency, maxTtft } = flags;
  if (maxLatency !== undefined || maxTtft !== undefined) {
    const { expectLatency, expectFirstToken } = await import('../../../predict/expect/limits.ts');
    if (maxTtft !== undefined) expectations.push(expectFirstToken(maxTtft));
    if (maxLatency !== undefined) expectations.push(expectLatency(maxLatency));
  }
  return expectations;
}

async function loadSchema(context: Context, file: string): Promise<Expectation> {
  const [{ readInput }, { parseJsonInput }, { expectSchema }] = await Promise.all([
    import('../../shared/input.ts'),
    import('../../shared/json-input.ts'),
    import('../../../predict/expect/schema.ts'),
  ]);
  const input = await readInput(context, file, '--expect-schema');
  return expectSchema(input.file, await parseJsonInput(input));
}
