import * as z from 'zod';

export const FoundationModel = z
  .looseObject({
    name: z.string().optional().describe('Name of the model.'),
    display_name: z.string().optional().describe('Name for people.'),
    description: z.string().optional().describe('What the model is.'),
    docs: z.string().optional().describe('Address of its documentation.'),
  })
  .meta({ id: 'FoundationModel', description: 'A model that the workspace hosts itself.', readOnly: true });
export type FoundationModel = z.infer<typeof FoundationModel>;
