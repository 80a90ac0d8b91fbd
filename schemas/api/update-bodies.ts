import * as z from 'zod';
import { RateLimit } from './rate-limit.ts';
import { EndpointTag } from './tag.ts';

/** Body of `PATCH …/tags`. */
export const TagsPatch = z
  .looseObject({
    add_tags: z
      .array(EndpointTag)
      .optional()
      .describe('Tags to set: one with a known key takes the new value.'),
    delete_tags: z.array(z.string()).optional().describe('Keys of the tags to remove.'),
  })
  .meta({ id: 'TagsPatch', description: 'Tags to set and to remove.' });
export type TagsPatch = z.infer<typeof TagsPatch>;

/** Answer of `PATCH …/tags`: all tags of the endpoint. */
export const EndpointTags = z.looseObject({
  tags: z.array(EndpointTag).optional().describe('All tags of the endpoint.'),
});
export type EndpointTags = z.infer<typeof EndpointTags>;

/** Body and answer of `PUT …/rate-limits`, which replaces the whole list. */
export const PutRateLimits = z
  .looseObject({
    rate_limits: z
      .array(RateLimit)
      .optional()
      .describe('All limits of the endpoint, in place of the present ones.'),
  })
  .meta({ id: 'PutRateLimits', description: 'New limits of the older kind.', deprecated: true });
export type PutRateLimits = z.infer<typeof PutRateLimits>;
