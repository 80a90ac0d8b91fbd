/** One rule, seen from both sides. */
export interface RuleCase {
  /** A manifest that breaks the rule, and nothing else. */
  readonly fails: string;
  /** The line of the finding. */
  readonly at: number;
  /** What the caret stands under begins so. */
  readonly under: string;
  /** A manifest near to it that keeps the rule, and every other. */
  readonly passes: string;
  /** The manifest changes an endpoint of this name. */
  readonly update?: string;
  /** The name that the command line gives. */
  readonly name?: string;
}

/** A custom model that no rule has anything to say about, on one line. */
export const custom = (name: string, more = ''): string =>
  `{name: ${name}, entity_name: main.models.m, entity_version: '1', scale_to_zero_enabled: false${more}}`;

/** An external model that no rule has anything to say about, on one line. */
export const external = (name: string, more = ''): string =>
  `{name: ${name}, external_model: {provider: openai, name: gpt-4o, task: llm/v1/chat, openai_config: {openai_api_key: '{{secrets/llm/key}}'}}${more}}`;
