import * as z from 'zod';

export const EndpointTag = z
  .looseObject({
    key: z.string().min(1, 'must not be empty').describe('Name of the tag, unique on the endpoint.'),
    value: z.string().optional().describe('Value of the tag; a tag may go without one.'),
  })
  .meta({
    id: 'EndpointTag',
    description: 'A label on the endpoint. Tags travel to the billing logs, and can be changed at any time.',
  });
export type EndpointTag = z.infer<typeof EndpointTag>;
