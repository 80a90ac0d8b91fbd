import * as z from 'zod';

export const Route = z
  .looseObject({
    served_entity_name: z
      .string()
      .optional()
      .describe('Name of the served entity that gets the traffic. Either this or served_model_name.'),
    served_model_name: z
      .string()
      .optional()
      .describe("The same under the older name. The service's answers hold both, with one value."),
    traffic_percentage: z
      .int()
      .min(0, 'must be 0 to 100')
      .max(100, 'must be 0 to 100')
      .describe(
        'Share of the traffic in per cent, 0 to 100; all routes add up to 100. 0 keeps the entity as a fallback.',
      ),
  })
  .meta({ id: 'Route', description: 'How much of the traffic goes to one served entity.' });
export type Route = z.infer<typeof Route>;

export const TrafficConfig = z
  .looseObject({
    routes: z.array(Route).optional().describe('One route for each served entity.'),
  })
  .meta({
    id: 'TrafficConfig',
    description:
      'How traffic is split between served entities. Needed with more than one entity; a single one gets 100 % by default.',
  });
export type TrafficConfig = z.infer<typeof TrafficConfig>;
