import type { JsonObject } from '../json.ts';

/**
 * What the user gave to ask with: a conversation (`message`, `history`, `images`), or exactly one of `prompt`, `inputs`,
 * `rows` and `data`.
 */
export interface RequestForms extends Settings {
  readonly message?: string | undefined;
  /** The conversation so far, as chat messages; `message` is what comes next. */
  readonly history?: readonly JsonObject[] | undefined;
  /** Pictures that go with `message`: addresses, `data:` ones included. */
  readonly images?: readonly string[] | undefined;
  /** A system message before the conversation. */
  readonly system?: string | undefined;
  readonly prompt?: string | undefined;
  /** Texts to embed. */
  readonly inputs?: readonly string[] | undefined;
  /** Rows for a custom model or a feature endpoint, under the key that they travel in, as `rowsBody` makes them. */
  readonly rows?: JsonObject | undefined;
  /** A whole body, parsed. It is sent as it is. */
  readonly data?: unknown;
  /** Further fields of the body, as they are. */
  readonly params?: JsonObject | undefined;
  /** Texts at which the answer ends. */
  readonly stop?: readonly string[] | undefined;
  /**
   * The endpoint's task, which decides the form that a conversation travels in, and what it can be told beside. Undefined:
   * nobody knows it, and chat is assumed; the empty string: the endpoint has none, as custom models do.
   */
  readonly task?: string | undefined;
}

/** What may be told beside the question. Each travels under the name, and in the form, that the endpoint reads. */
export interface Settings {
  /** The most tokens of the answer: `max_tokens`, in the Responses API `max_output_tokens`. */
  readonly maxTokens?: number | undefined;
  /** From 0, always the likeliest word, to 2. */
  readonly temperature?: number | undefined;
  /** How many answers. */
  readonly n?: number | undefined;
  /** Functions that the model may ask for, as `readTools` gives them. */
  readonly tools?: readonly JsonObject[] | undefined;
  /** `auto`, `none`, `required`, the name of a function, or the field itself. */
  readonly toolChoice?: unknown;
  /** As chat has it: `{type: "json_object"}`, `{type: "json_schema", json_schema: {…}}`. */
  readonly responseFormat?: JsonObject | undefined;
  /** Labels of the request in the usage table. */
  readonly usageContext?: Readonly<Record<string, string>> | undefined;
  /** The caller's own id of the request, kept in inference and usage tables. */
  readonly clientRequestId?: string | undefined;
  /** Parameters for the provider of an external model: `extra_params`. */
  readonly extraParams?: Readonly<Record<string, string>> | undefined;
  /** Parameters of a custom model's inference: `params`. */
  readonly modelParams?: JsonObject | undefined;
  /** What an agent takes beside the conversation: `custom_inputs`. */
  readonly customInputs?: JsonObject | undefined;
}
