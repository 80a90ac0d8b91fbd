import * as z from 'zod';

/** Answer of the two log operations: the build of a served entity, and its most recent output. */
export const Logs = z.looseObject({
  logs: z.string().optional().describe('The log, lines separated by line feeds.'),
});
export type Logs = z.infer<typeof Logs>;
