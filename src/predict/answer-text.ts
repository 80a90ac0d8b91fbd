import type { Answer } from './answer.ts';
import type { ToolCall } from './content.ts';
import type { Choice } from './text-answers.ts';

/** What a person would read of an answer: its texts, a line for each prediction or output, JSON for the rest. */
export function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'text':
      return choicesText(answer.choices);
    case 'predictions':
    case 'outputs':
      return rowsText(answer.values);
    case 'embeddings':
      return JSON.stringify(answer.vectors);
    case 'error':
      return answer.error.message;
    case 'raw':
      return answer.body === undefined ? '' : JSON.stringify(answer.body, null, 2);
  }
}

/** What the model says, and the calls that it asks for; several answers are numbered from 1. */
export const choicesText = (choices: readonly Choice[]): string =>
  choices.length === 1 && choices[0]
    ? choiceText(choices[0])
    : choices.map((choice, index) => `[${index + 1}] ${choiceText(choice)}`).join('\n');

const choiceText = ({ text, toolCalls }: Choice): string =>
  [...(text === '' && toolCalls.length > 0 ? [] : [text]), ...toolCalls.map(toolCallText)].join('\n');

/** `get_weather({"city":"Paris"})`. */
export const toolCallText = ({ name, arguments: given }: ToolCall): string => `${name}(${given})`;

/** A row a line: texts as they are, everything else as JSON. */
const rowsText = (values: unknown): string =>
  (Array.isArray(values) ? values : [values])
    .map((value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join('\n');
