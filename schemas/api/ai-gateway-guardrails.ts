import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const AiGatewayGuardrailPiiBehavior = z
  .looseObject({
    behavior: openEnum(['NONE', 'BLOCK', 'MASK'])
      .optional()
      .describe(
        'What happens where personal data is found: NONE lets it pass, BLOCK refuses the request or the answer, MASK puts a placeholder in its place.',
      ),
  })
  .meta({
    id: 'AiGatewayGuardrailPiiBehavior',
    description: 'What to do with personal data, such as e-mail addresses and card numbers.',
  });
export type AiGatewayGuardrailPiiBehavior = z.infer<typeof AiGatewayGuardrailPiiBehavior>;

export const AiGatewayGuardrailParameters = z
  .looseObject({
    pii: AiGatewayGuardrailPiiBehavior.optional(),
    safety: z
      .boolean()
      .optional()
      .describe(
        'Whether unsafe content (violence, self-harm, hate and the like) is refused. Default: false.',
      ),
    invalid_keywords: z.array(z.string()).optional().meta({
      description: 'Words that are refused wherever they occur. Deprecated.',
      deprecated: true,
    }),
    valid_topics: z.array(z.string()).optional().meta({
      description: 'The only topics that are let through. Deprecated.',
      deprecated: true,
    }),
  })
  .meta({ id: 'AiGatewayGuardrailParameters', description: 'The checks of one direction.' });
export type AiGatewayGuardrailParameters = z.infer<typeof AiGatewayGuardrailParameters>;

export const AiGatewayGuardrails = z
  .looseObject({
    input: AiGatewayGuardrailParameters.optional().describe('Checks on what is sent to the model.'),
    output: AiGatewayGuardrailParameters.optional().describe('Checks on what the model answers.'),
  })
  .meta({
    id: 'AiGatewayGuardrails',
    description: 'Checks on requests and answers. Not available on agent and custom-model endpoints.',
  });
export type AiGatewayGuardrails = z.infer<typeof AiGatewayGuardrails>;
