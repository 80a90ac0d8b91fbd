import * as z from 'zod';
import { openEnum } from '../../open-enum.ts';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const AmazonBedrockConfig = z
  .looseObject({
    aws_region: z.string().describe('AWS region that offers the model, such as us-east-1.'),
    bedrock_provider: openEnum(['anthropic', 'cohere', 'ai21labs', 'amazon', 'grok'], {
      ignoreCase: true,
    }).describe(
      'Whose model it is within Bedrock: anthropic, cohere, ai21labs, amazon or grok; upper and lower case are the same.',
    ),
    aws_access_key_id: secretReference('Access key id of an AWS identity that may call Bedrock'),
    aws_access_key_id_plaintext: plaintextSecret(
      'Access key id of an AWS identity that may call Bedrock',
      'aws_access_key_id',
    ),
    aws_secret_access_key: secretReference('Secret access key that belongs to the access key id'),
    aws_secret_access_key_plaintext: plaintextSecret(
      'Secret access key that belongs to the access key id',
      'aws_secret_access_key',
    ),
    instance_profile_arn: z
      .string()
      .optional()
      .describe('Instance profile to call Bedrock with, in place of an access key.'),
    uc_service_credential_name: z
      .string()
      .optional()
      .describe('Unity Catalog service credential to call Bedrock with, in place of an access key.'),
  })
  .meta({
    id: 'AmazonBedrockConfig',
    description:
      'How to reach Amazon Bedrock, for provider amazon-bedrock: with an access key and its secret, an instance profile, or a service credential.',
  });
export type AmazonBedrockConfig = z.infer<typeof AmazonBedrockConfig>;
