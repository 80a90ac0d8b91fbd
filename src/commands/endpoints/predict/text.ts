import type { Choice } from '../../../predict/text-answers.ts';
import type { ToolCall } from '../../../predict/content.ts';

/** What the model says, and the calls that it asks for; several answers are numbered from 1. */
export const answerText = (choices: readonly Choice[]): string =>
  choices.length === 1 && choices[0]
    ? choiceText(choices[0])
    : choices.map((choice, index) => `[${index + 1}] ${choiceText(choice)}`).join('\n');

const choiceText = ({ text, toolCalls }: Choice): string =>
  [...(text === '' && toolCalls.length > 0 ? [] : [text]), ...toolCalls.map(toolCallText)].join('\n');

/** `get_weather({"city":"Paris"})`. */
export const toolCallText = ({ name, arguments: given }: ToolCall): string => `${name}(${given})`;
