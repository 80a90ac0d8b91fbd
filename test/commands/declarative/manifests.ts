import { expect } from 'vitest';
import type { RunOptions } from '../../helpers/run.ts';
import type { WorkspaceFolder } from '../../helpers/workspace-folder.ts';

export const canary = 'sk-canary-4f1d8e27b6';

/** An endpoint of an external model, with its secret from the environment. */
export const chat = `name: chat
secrets:
  - scope: llm
    key: openai
    from_env: OPENAI_API_KEY
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config:
          openai_api_key: '{{secrets/llm/openai}}'
ai_gateway:
  rate_limits:
    - calls: 100
      renewal_period: minute
`;

export const churn = `name: churn
config:
  served_entities:
    - name: current
      entity_name: main.models.churn
      entity_version: '1'
      workload_size: Small
      scale_to_zero_enabled: true
tags:
  - key: team
    value: growth
`;

export const withKey: RunOptions = { env: { OPENAI_API_KEY: canary } };

/** Applies what the folder holds, as a test's beginning. */
export async function applied(
  folder: WorkspaceFolder,
  line = 'apply -f .',
  options = withKey,
): Promise<void> {
  const { code, stderr } = await folder.run(line, options);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}
