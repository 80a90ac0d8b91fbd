import { faultMatrix } from '../../helpers/fault-matrix.ts';
import { deployed, stopped } from './given.ts';

const created = 'POST /api/2.0/serving-endpoints';

const chat = `name: chat
config:
  served_entities:
    - name: gpt
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' }
tags:
  - { key: team, value: search }
`;

const granted = `${chat}permissions:
  - { group_name: users, level: CAN_QUERY }
`;

await faultMatrix([
  {
    name: 'endpoints create',
    argv: 'endpoints create -f -',
    stdin: chat,
    again: () => ({ argv: 'endpoints create -f - --if-not-exists', stdin: chat }),
    resolves: created,
    waits: true,
  },
  {
    name: 'endpoints create with permissions',
    argv: 'endpoints create -f -',
    stdin: granted,
    again: ({ stderr }) => ({
      argv: stderr.includes('endpoints update chat -f')
        ? 'endpoints update chat -f -'
        : 'endpoints create -f -',
      stdin: granted,
    }),
    resolves: created,
    waits: true,
  },
  {
    name: 'endpoints create --no-wait',
    argv: 'endpoints create -f - --no-wait',
    stdin: chat,
    again: () => ({ argv: 'endpoints create -f - --no-wait --if-not-exists', stdin: chat }),
    resolves: created,
    waits: true,
  },
  {
    name: 'endpoints delete',
    given: deployed,
    argv: 'endpoints delete fraud --yes --ignore-not-found',
  },
  { name: 'endpoints stop', given: deployed, argv: 'endpoints stop fraud' },
  { name: 'endpoints start', given: stopped, argv: 'endpoints start fraud', waits: true },
  {
    name: 'endpoints permissions set',
    given: deployed,
    argv: 'endpoints permissions set fraud --group users=CAN_QUERY',
  },
  {
    name: 'endpoints permissions update',
    given: deployed,
    argv: 'endpoints permissions update fraud --group users=CAN_QUERY',
  },
]);
