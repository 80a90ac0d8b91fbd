// Manifests of any size, alike but for their names.

/** @param {number} i */
const body = (i) => `name: e${i}
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config:
          openai_api_key: "{{secrets/llm/openai-api-key}}"
  traffic_config:
    routes:
      - { served_entity_name: gpt, traffic_percentage: 100 }
tags:
  - { key: team, value: ml }
ai_gateway:
  usage_tracking_config: { enabled: true }
  rate_limits:
    - { calls: 10, key: user, renewal_period: minute }
`;

/** @param {number} count */
const numbers = (count) => Array.from({ length: count }, (_, i) => i);

/** So many documents in one file. @param {number} count */
export const asDocuments = (count) => numbers(count).map(body).join('---\n');

/** One document, a bundle's, with so many endpoints. @param {number} count */
export const asBundle = (count) =>
  `resources:\n  model_serving_endpoints:\n${numbers(count)
    .map((i) => `    k${i}:\n${body(i).replace(/^(?=.)/gm, '      ')}`)
    .join('')}`;
