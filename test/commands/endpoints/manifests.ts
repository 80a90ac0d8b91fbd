/** An endpoint of an external model. */
export const chat = `name: chat
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config:
          openai_api_key: '{{secrets/llm/openai-api-key}}'
tags:
  - key: team
    value: search
`;

/** An endpoint of a custom model, which can be stopped and has logs. */
export const fraud = `name: fraud
config:
  served_entities:
    - name: fraud-1
      entity_name: main.default.fraud
      entity_version: '1'
      workload_size: Small
      scale_to_zero_enabled: true
`;
