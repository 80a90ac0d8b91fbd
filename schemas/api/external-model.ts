import type * as z from 'zod';
import { ExternalModelIdentity } from './external-model-identity.ts';
import { Ai21LabsConfig } from './providers/ai21labs.ts';
import { AmazonBedrockConfig } from './providers/amazon-bedrock.ts';
import { AnthropicConfig } from './providers/anthropic.ts';
import { CohereConfig } from './providers/cohere.ts';
import { CustomProviderConfig } from './providers/custom.ts';
import { DatabricksModelServingConfig } from './providers/databricks-model-serving.ts';
import { GoogleCloudVertexAiConfig } from './providers/google-cloud-vertex-ai.ts';
import { OpenAiConfig } from './providers/openai.ts';
import { PaLmConfig } from './providers/palm.ts';

export const ExternalModel = ExternalModelIdentity.extend({
  ai21labs_config: Ai21LabsConfig.optional(),
  amazon_bedrock_config: AmazonBedrockConfig.optional(),
  anthropic_config: AnthropicConfig.optional(),
  cohere_config: CohereConfig.optional(),
  custom_provider_config: CustomProviderConfig.optional(),
  databricks_model_serving_config: DatabricksModelServingConfig.optional(),
  google_cloud_vertex_ai_config: GoogleCloudVertexAiConfig.optional(),
  openai_config: OpenAiConfig.optional(),
  palm_config: PaLmConfig.optional(),
}).meta({
  id: 'ExternalModel',
  description:
    'A model that another provider hosts: which one, and how to reach it. One provider, one *_config.',
});
export type ExternalModel = z.infer<typeof ExternalModel>;
