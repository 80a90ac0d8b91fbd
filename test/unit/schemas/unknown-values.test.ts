import { describe, expect, it } from 'vitest';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { findUnknownValues } from '#schemas/unknown-values.ts';

const entity = (fields: object) => ({ name: 'a', config: { served_entities: [fields] } });
const model = (fields: object) =>
  entity({ external_model: { provider: 'openai', name: 'm', task: 'llm/v1/chat', ...fields } });

describe('findUnknownValues', () => {
  it('accepts known values, in whatever case where the service does', () => {
    const bedrock = {
      provider: 'amazon-bedrock',
      amazon_bedrock_config: { aws_region: 'r', bedrock_provider: 'Anthropic' },
    };
    expect(findUnknownValues(EndpointDocument, model(bedrock))).toEqual([]);
    expect(
      findUnknownValues(EndpointDocument, entity({ workload_type: 'GPU_SMALL', workload_size: 'Small' })),
    ).toEqual([]);
  });

  it('names what was probably meant', () => {
    const cases = [
      [entity({ workload_size: 'small' }), 'Small'],
      [entity({ workload_type: 'GPU_SMAL' }), 'GPU_SMALL'],
      [model({ provider: 'aws-bedrock' }), 'amazon-bedrock'],
      [model({ provider: 'google' }), 'google-cloud-vertex-ai'],
      [model({ provider: 'OpenAI' }), 'openai'],
      [model({ task: 'llm/v1/chats' }), 'llm/v1/chat'],
      [{ name: 'a', permissions: [{ level: 'CAN_QUREY', group_name: 'g' }] }, 'CAN_QUERY'],
    ] as const;
    for (const [document, suggestion] of cases) {
      expect(findUnknownValues(EndpointDocument, document)).toMatchObject([{ suggestion }]);
    }
  });

  it('gives the place, the value and the known ones', () => {
    expect(findUnknownValues(EndpointDocument, entity({ workload_size: '2X-Custom' }))).toEqual([
      {
        path: ['config', 'served_entities', 0, 'workload_size'],
        value: '2X-Custom',
        known: ['Small', 'Medium', 'Large'],
      },
    ]);
  });

  it('does not judge what holds a variable', () => {
    expect(findUnknownValues(EndpointDocument, entity({ workload_size: '${var.size}' }))).toEqual([]);
  });

  it('leaves values of the wrong type to the parser', () => {
    expect(findUnknownValues(EndpointDocument, entity({ workload_size: 1 }))).toEqual([]);
  });
});
