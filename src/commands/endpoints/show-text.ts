import type { Context } from '../../context.ts';

/** Prints a text that the server holds: as it is for people and pipes, as one string in the other formats. */
export async function showText(context: Context, text: string): Promise<void> {
  const { results } = context;
  if (results.format === 'table' && !results.queried) {
    if (text !== '') await results.text(text.endsWith('\n') ? text : `${text}\n`);
    return;
  }
  await results.show(text, { human: () => [], names: () => [] });
}
