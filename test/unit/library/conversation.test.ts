import { describe, expect, it } from 'vitest';
import { createWorkspaceClient, startConversation, type ConversationOptions } from '../../../src/index.ts';
import { asked, chatEndpoint, endless, spoken } from '../../helpers/chat-answers.ts';
import { answer, scriptedTransport, type ScriptedTransport } from '../../helpers/scripted-transport.ts';

const talk = (transport: ScriptedTransport, options?: ConversationOptions) =>
  startConversation(createWorkspaceClient({ transport }), 'chat', options);

async function textOf(pieces: AsyncIterable<string> | undefined): Promise<string> {
  let text = '';
  for await (const piece of pieces ?? []) text += piece;
  return text;
}

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

describe('a conversation of the library', () => {
  it('sends what was said before with each question, and looks the endpoint up once', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('Hel', 'lo'), spoken('Bye'));
    const conversation = talk(transport, { system: 'Be brief', maxTokens: 5 });
    expect(await textOf(conversation.say('hi'))).toBe('Hello');
    expect(await textOf(conversation.say('bye'))).toBe('Bye');
    const system = { role: 'system', content: 'Be brief' };
    expect(asked(transport)).toEqual([
      { messages: [system, user('hi')], max_tokens: 5, stream: true },
      { messages: [system, user('hi'), assistant('Hello'), user('bye')], max_tokens: 5, stream: true },
    ]);
    expect(transport.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
    expect(conversation.messages).toHaveLength(5);
  });

  it('goes on from messages that were kept', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'), spoken('b'));
    const first = talk(transport);
    await textOf(first.say('hi'));
    const second = talk(transport, { messages: first.messages, task: 'llm/v1/chat' });
    await textOf(second.say('and?'));
    expect(second.messages).toEqual([user('hi'), assistant('a'), user('and?'), assistant('b')]);
  });

  it('asks again in place of an answer, takes back and forgets', async () => {
    const conversation = talk(chatEndpoint('llm/v1/chat', spoken('one'), spoken('two')));
    expect(conversation.retry()).toBeUndefined();
    await textOf(conversation.say('count'));
    expect(await textOf(conversation.retry())).toBe('two');
    expect(conversation.messages).toEqual([user('count'), assistant('two')]);
    conversation.undo();
    expect(conversation.messages).toEqual([]);
    await textOf(conversation.say('again'));
    conversation.clear();
    expect(conversation.messages).toEqual([]);
  });

  it('keeps nothing of a question that fails, but can ask it again', async () => {
    const refusal = answer(400, { error_code: 'BAD_REQUEST', message: 'no' });
    const conversation = talk(chatEndpoint('llm/v1/chat', refusal, spoken('yes')));
    await expect(textOf(conversation.say('may I?'))).rejects.toThrow('no');
    expect(conversation.messages).toEqual([]);
    expect(await textOf(conversation.retry())).toBe('yes');
  });

  it('keeps what had come where the loop is left', async () => {
    const conversation = talk(
      chatEndpoint(
        'llm/v1/chat',
        endless('one two', () => undefined),
      ),
    );
    for await (const piece of conversation.say('count')) {
      expect(piece).toBe('one two');
      break;
    }
    expect(conversation.messages).toEqual([user('count'), assistant('one two')]);
  });

  it('refuses an endpoint that takes no conversation before it asks', async () => {
    const transport = chatEndpoint('llm/v1/embeddings');
    await expect(textOf(talk(transport).say('hi'))).rejects.toThrow('holds no conversation');
    expect(asked(transport)).toEqual([]);
  });

  it('assumes chat where the endpoint may not be looked at', async () => {
    const transport = scriptedTransport(({ method }) =>
      method === 'GET' ? answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' }) : spoken('a'),
    );
    expect(await textOf(talk(transport).say('hi'))).toBe('a');
  });

  it('asks agents in their own form, and cuts at stop texts that they are not told', async () => {
    const transport = scriptedTransport(spoken('one STOP', ' two'));
    const conversation = talk(transport, { task: 'agent/v1/responses', stop: ['STOP'] });
    expect(await textOf(conversation.say('hi'))).toBe('one ');
    expect(asked(transport)[0]).toHaveProperty('input');
    expect(asked(transport)[0]).not.toHaveProperty('stop');
  });
});
