import * as z from 'zod';
import { openEnum } from '../open-enum.ts';
import { providerMeantBy, providerNames } from './providers.ts';

/** The fields that every external model has, without the providers' own; enough for a list of endpoints. */
export const ExternalModelIdentity = z
  .looseObject({
    provider: openEnum(providerNames, { meantBy: providerMeantBy }).describe(
      'Who hosts the model; the settings of that provider stand in the field named after it.',
    ),
    name: z.string().describe("The provider's name of the model, such as gpt-4o-mini."),
    task: openEnum(['llm/v1/chat', 'llm/v1/completions', 'llm/v1/embeddings']).describe(
      'What the model does: llm/v1/chat, llm/v1/completions or llm/v1/embeddings. All external models of an endpoint have one task.',
    ),
  })
  .meta({ id: 'ExternalModelIdentity', description: 'Which external model is served.' });
export type ExternalModelIdentity = z.infer<typeof ExternalModelIdentity>;
