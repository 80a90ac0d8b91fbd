import { UsageError } from '../../errors.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from './forms.ts';
import { textFormat } from './response-format.ts';
import { flatTools, toolChoice } from './tools.ts';

/** How a setting is called by who gives it, and what it becomes in a body. */
interface Rule {
  readonly flag: string;
  /** The forms of request that take it; all, where it says nothing. */
  readonly takenBy?: readonly Dialect[];
  readonly fields: (settings: Settings, dialect: Dialect | undefined) => JsonObject;
  /** Where a request that does not take it could be told the same. */
  readonly elsewhere?: (value: unknown) => string;
}

const textModels = ['chat', 'completions'] as const;
const agents = ['chat', 'chat-agent', 'responses'] as const;

/**
 * Which setting travels where (Databricks REST reference, "Query a serving endpoint"; the Responses API has neither `n` nor
 * `stop`, and its own name for `max_tokens`; of chat agents MLflow takes messages, context and custom inputs alone).
 */
const rules: Readonly<Record<keyof Settings, Rule>> = {
  maxTokens: {
    flag: '--max-tokens',
    takenBy: [...textModels, 'responses'],
    fields: ({ maxTokens }, dialect) =>
      dialect === 'responses' ? { max_output_tokens: maxTokens } : { max_tokens: maxTokens },
    elsewhere: (value) => `max_tokens=${String(value)}`,
  },
  temperature: {
    flag: '--temperature',
    takenBy: [...textModels, 'responses'],
    fields: ({ temperature }) => ({ temperature }),
    elsewhere: (value) => `temperature=${String(value)}`,
  },
  n: {
    flag: '--n',
    takenBy: textModels,
    fields: ({ n }) => ({ n }),
    elsewhere: (value) => `n=${String(value)}`,
  },
  tools: {
    flag: '--tools',
    takenBy: ['chat', 'responses'],
    fields: ({ tools = [] }, dialect) => ({ tools: dialect === 'responses' ? flatTools(tools) : tools }),
  },
  toolChoice: {
    flag: '--tool-choice',
    takenBy: ['chat', 'responses'],
    fields: ({ toolChoice: choice, tools }, dialect) => ({
      tool_choice: toolChoice(choice, tools, dialect === 'responses' ? 'responses' : 'chat'),
    }),
  },
  responseFormat: {
    flag: '--response-format',
    takenBy: ['chat', 'responses'],
    fields: ({ responseFormat = {} }, dialect) =>
      dialect === 'responses' ? { text: textFormat(responseFormat) } : { response_format: responseFormat },
  },
  usageContext: {
    flag: '--usage-context',
    fields: ({ usageContext }) => ({ usage_context: usageContext }),
  },
  clientRequestId: {
    flag: '--client-request-id',
    fields: ({ clientRequestId }) => ({ client_request_id: clientRequestId }),
  },
  extraParams: {
    flag: '--extra-param',
    takenBy: [...textModels, 'embeddings'],
    fields: ({ extraParams }) => ({ extra_params: extraParams }),
  },
  modelParams: {
    flag: '--model-param',
    takenBy: ['rows'],
    fields: ({ modelParams }) => ({ params: modelParams }),
  },
  customInputs: {
    flag: '--custom-input',
    takenBy: agents,
    fields: ({ customInputs }) => ({ custom_inputs: customInputs }),
  },
};

/** What a form of request is called in messages. */
const kinds: Readonly<Record<Dialect, string>> = {
  chat: 'a chat',
  'chat-agent': 'a chat agent',
  responses: 'an endpoint of the Responses API',
  completions: 'a completions request',
  embeddings: 'an embeddings request',
  rows: 'a custom model',
};

/**
 * The fields of the body that the settings become.
 * @param dialect undefined where a body's form doesn't tell: then each setting goes in under its own name
 * @throws UsageError for one that this form of request does not take, naming what does
 */
export function settingFields(settings: Settings, dialect: Dialect | undefined): JsonObject {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(rules) as (keyof Settings)[]) {
    if (settings[key] === undefined) continue;
    const { takenBy, fields: fieldsOf } = rules[key];
    if (dialect !== undefined && takenBy && !takenBy.includes(dialect)) {
      throw notTaken(rules[key], settings[key], dialect);
    }
    Object.assign(fields, fieldsOf(settings, dialect));
  }
  return fields;
}

function notTaken({ flag, takenBy = [], elsewhere }: Rule, value: unknown, dialect: Dialect): UsageError {
  const others: Partial<Record<Dialect, string>> = { rows: '--model-param', 'chat-agent': '--custom-input' };
  const other = elsewhere && others[dialect];
  return new UsageError(`${kinds[dialect]} takes no ${flag}`, {
    hint: other
      ? `where the model knows it: ${other} ${elsewhere(value)}`
      : `it is for ${takenBy.map((one) => kinds[one]).join(', ')}; --param sends a field all the same`,
  });
}

/** Whether the server itself ends an answer at the texts of `stop`. The others are cut when they have come. */
const stopsAtServer = (dialect: Dialect | undefined): boolean =>
  dialect === undefined || dialect === 'chat' || dialect === 'completions';

/** @throws UsageError for embeddings, which have no text to end */
export function stopFields(stop: readonly string[] | undefined, dialect: Dialect | undefined): JsonObject {
  if (stop === undefined || stop.length === 0) return {};
  if (stop.includes('')) {
    throw new UsageError('a stop text is empty', { hint: 'an answer would end before it begins' });
  }
  if (dialect === 'embeddings') throw new UsageError(`${kinds.embeddings} takes no --stop`);
  return stopsAtServer(dialect) ? { stop } : {};
}
