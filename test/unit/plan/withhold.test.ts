import { expect, it } from 'vitest';
import { hiddenValue, shown } from '../../../src/plan/credentials.ts';
import { completeStep, withhold } from '../../../src/plan/withhold.ts';
import type { Step } from '../../../src/plan/step.ts';
import type { ValueSource } from '../../../src/plan/types.ts';

const body = {
  served_entities: [
    {
      external_model: {
        provider: 'custom',
        name: 'm',
        task: 'llm/v1/chat',
        custom_provider_config: {
          custom_provider_url: 'https://llm.example.com',
          bearer_token_auth: { token_plaintext: 'first secret' },
        },
      },
    },
    {
      entity_name: 'm',
      environment_vars: { DB_PASSWORD: 'second secret', LOG_LEVEL: 'info', API_KEY: '{{secrets/a/b}}' },
    },
  ],
};
const step: Step = { call: 'update-config', endpoint: 'chat', body, keys: ['config'] };

it('takes credentials out of a step, leaves everything else, and puts them back', async () => {
  const planned = withhold(step);
  expect(JSON.stringify(planned)).not.toContain('secret"');
  expect(JSON.stringify(planned)).toContain('{{secrets/a/b}}');
  const asked: ValueSource[] = [];
  const complete = await completeStep(planned, (source) => {
    asked.push(source);
    return source.from === 'document' && source.path.includes('DB_PASSWORD')
      ? 'second secret'
      : 'first secret';
  });
  expect(complete).toEqual(step);
  expect(asked).toEqual([
    {
      from: 'document',
      endpoint: 'chat',
      path: [
        'config',
        'served_entities',
        0,
        'external_model',
        'custom_provider_config',
        'bearer_token_auth',
        'token_plaintext',
      ],
    },
    {
      from: 'document',
      endpoint: 'chat',
      path: ['config', 'served_entities', 1, 'environment_vars', 'DB_PASSWORD'],
    },
  ]);
  expect(JSON.stringify(planned)).not.toContain('secret"');
});

it('fails where a value cannot be had, before anything is sent', async () => {
  const missing = completeStep(withhold(step), () => {
    throw new Error('no value');
  });
  await expect(missing).rejects.toThrow('no value');
});

it('hides credentials of what is shown, also of a part of a document', () => {
  expect(shown({ openai_api_key_plaintext: 'k', openai_api_base: 'b' })).toEqual({
    openai_api_key_plaintext: hiddenValue,
    openai_api_base: 'b',
  });
  expect(shown({ TOKEN: 'k', A: '1' }, ['served_entities', 0, 'environment_vars'])).toEqual({
    TOKEN: hiddenValue,
    A: '1',
  });
});
