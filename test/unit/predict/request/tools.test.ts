import { describe, expect, it, test } from 'vitest';
import { flatTools, readTools, toolChoice } from '../../../../src/predict/request/tools.ts';

const called = { name: 'f', description: 'd', parameters: { type: 'object' } };
const tool = { type: 'function', function: called };

describe('tools', () => {
  test.each<[string, unknown]>([
    ['as chat has them', [tool]],
    ['as bare functions', [called]],
    ['one alone', called],
    ['under a key', { tools: [tool] }],
    ['flat, as the Responses API has them', [{ type: 'function', ...called }]],
    ['as Anthropic has them', [{ name: 'f', description: 'd', input_schema: { type: 'object' } }]],
  ])('are read %s', (_, given) => {
    expect(readTools(given)).toEqual([tool]);
  });

  it('of other types stay as they are', () => {
    expect(readTools([{ type: 'web_search', size: 1 }])).toEqual([{ type: 'web_search', size: 1 }]);
  });

  it('stand flat for the Responses API', () => {
    const search = { type: 'web_search' };
    expect(flatTools([tool, search])).toEqual([{ type: 'function', ...called }, search]);
  });

  test.each<[string, unknown, string]>([
    ['a text', 'f', 'no list of functions'],
    ['nothing', [], 'no list of functions'],
    ['a number among them', [tool, 1], 'tool 2 has no name'],
    ['a function without a name', [{ description: 'd' }], 'tool 1 has no name'],
    ['two of one name', [tool, called], "two tools have the name 'f'"],
  ])('refuse %s', (_, given, message) => {
    expect(() => readTools(given)).toThrow(message);
  });
});

describe('the choice of a tool', () => {
  test.each(['auto', 'none', 'required'])('%s is a mode', (mode) => {
    expect(toolChoice(mode, [tool], 'chat')).toBe(mode);
  });

  it('by name has the form of its API', () => {
    expect(toolChoice('f', [tool], 'chat')).toEqual({ type: 'function', function: { name: 'f' } });
    expect(toolChoice('f', [tool], 'responses')).toEqual({ type: 'function', name: 'f' });
  });

  it('by a name that no tool has is refused with the names there are', () => {
    expect(() => toolChoice('g', [tool], 'chat')).toThrow(
      expect.objectContaining({
        message: "no tool has the name 'g'",
        hint: 'auto, none, required, or one of f',
      }),
    );
  });

  it('goes through as it is where it is the field itself', () => {
    const choice = { type: 'allowed_tools' };
    expect(toolChoice(choice, [tool], 'chat')).toBe(choice);
  });
});
