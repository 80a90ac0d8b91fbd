import * as z from 'zod';
import { openEnum } from '../../open-enum.ts';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const OpenAiConfig = z
  .looseObject({
    openai_api_type: openEnum(['openai', 'azure', 'azuread'])
      .optional()
      .describe(
        'Whose API it is: openai (the default), azure (Azure OpenAI with an API key) or azuread (Azure OpenAI with Microsoft Entra ID).',
      ),
    openai_api_key: secretReference('API key, for openai and azure'),
    openai_api_key_plaintext: plaintextSecret('API key, for openai and azure', 'openai_api_key'),
    openai_api_base: z
      .string()
      .optional()
      .describe(
        "Base address of the API. Default: OpenAI's own; the Azure types need the address of the resource.",
      ),
    openai_api_version: z
      .string()
      .optional()
      .describe(
        'Version of the Azure API, a date such as "2024-10-21" in quotes. Needed by azure and azuread.',
      ),
    openai_deployment_name: z
      .string()
      .optional()
      .describe('Name of the Azure OpenAI deployment. Needed by azure and azuread.'),
    openai_organization: z.string().optional().describe('OpenAI organization that the cost is booked on.'),
    microsoft_entra_tenant_id: z.string().optional().describe('Microsoft Entra tenant. Needed by azuread.'),
    microsoft_entra_client_id: z
      .string()
      .optional()
      .describe('Client id of the Microsoft Entra application. Needed by azuread.'),
    microsoft_entra_client_secret: secretReference(
      'Client secret of the Microsoft Entra application, for azuread',
    ),
    microsoft_entra_client_secret_plaintext: plaintextSecret(
      'Client secret of the Microsoft Entra application, for azuread',
      'microsoft_entra_client_secret',
    ),
  })
  .meta({ id: 'OpenAiConfig', description: 'How to reach OpenAI or Azure OpenAI, for provider openai.' });
export type OpenAiConfig = z.infer<typeof OpenAiConfig>;
