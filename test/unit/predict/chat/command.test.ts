import { describe, expect, it, test } from 'vitest';
import { commandHelp, readEntered } from '../../../../src/predict/chat/command.ts';

describe('what is entered', () => {
  test.each([
    ['hi', { kind: 'say', text: 'hi' }],
    [' /help is indented', { kind: 'say', text: ' /help is indented' }],
    ['//etc/hosts', { kind: 'say', text: '/etc/hosts' }],
    ['  \n ', { kind: 'nothing' }],
    ['/system be brief', { kind: 'command', command: { name: 'system', text: 'be brief' } }],
    ['/system be\nbrief ', { kind: 'command', command: { name: 'system', text: 'be\nbrief' } }],
    ['/system', { kind: 'command', command: { name: 'system' } }],
    [
      '/save my notes.json ',
      { kind: 'command', command: { name: 'save', file: 'my notes.json', overwrite: false } },
    ],
    ['/save! a.json', { kind: 'command', command: { name: 'save', file: 'a.json', overwrite: true } }],
    ['/quit', { kind: 'command', command: { name: 'exit' } }],
  ])('reads %j', (text, expected) => {
    expect(readEntered(text)).toEqual(expected);
  });

  it('says what is literal, whatever it begins with', () => {
    expect(readEntered('/exit', true)).toEqual({ kind: 'say', text: '/exit' });
  });

  test.each([
    ['/nope', 'there is no command /nope'],
    ['/', 'there is no command /'],
    ['/save', '/save needs a file'],
    ['/clear skies today?', '/clear takes nothing after it'],
  ])('refuses %j', (text, message) => {
    expect(() => readEntered(text)).toThrow(
      expect.objectContaining({ name: 'UsageError', message }) as Error,
    );
  });

  it('has each command that the help names', () => {
    for (const [form] of commandHelp) {
      expect(readEntered(form)).toMatchObject({ kind: 'command' });
    }
  });
});
