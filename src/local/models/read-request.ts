import { dotPath } from '#schemas/dot-path.ts';
import * as z from 'zod';
import { invalidParameter } from '../http/api-fault.ts';

/**
 * The body as `schema` reads it.
 * @throws ApiFault INVALID_PARAMETER_VALUE, 400, that names the place: `messages[0].role: …`
 */
export function readRequest<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const place = dotPath(issue.path);
    return place === '' ? issue.message : `${place}: ${issue.message}`;
  });
  throw invalidParameter(problems.join('; '));
}

const stop = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => [value ?? []].flat().filter((text) => text !== ''));

const positive = z.int().min(1);

/** What chat and completions requests share. Anything else (tools, response_format, seed, …) is accepted and has no effect. */
export const Sampling = z.looseObject({
  max_tokens: positive.nullish(),
  max_completion_tokens: positive.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  n: positive
    .max(5)
    .nullish()
    .transform((value) => value ?? 1),
  stop,
  stream: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});

/** Text as the APIs write it: a string, or parts of which those with a `text` count; images are accepted and not looked at. */
export const Content = z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish();
export type Content = z.infer<typeof Content>;

export function contentText(content: Content): string {
  if (typeof content === 'string') return content;
  const texts = (content ?? []).map((part) => part['text']).filter((text) => typeof text === 'string');
  return texts.join('\n');
}
