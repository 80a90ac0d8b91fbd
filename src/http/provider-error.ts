import { isObject, nonEmpty, parseJson, type JsonObject } from './json-values.ts';

/** What is inside an error message that is itself JSON in a string. */
export interface InnerError {
  readonly message: string;
  /** The model provider that said so, where the error is a provider's. */
  readonly provider?: { readonly name?: string; readonly message: string; readonly status?: number };
  /** True where a guardrail refused the request or the answer. */
  readonly guardrail: boolean;
}

/**
 * Unwraps the message of a query that failed behind the endpoint. Serving passes on what a provider said as
 * `{"external_model_provider", "external_model_error"}`, and what a guardrail found as `{"input_guardrail": […]}`, each
 * as JSON inside the `message` of its own envelope. Undefined for any other message.
 */
export function parseInnerError(message: string): InnerError | undefined {
  if (/\bblocked by (?:input|output) guardrail\b/i.test(message)) return { message, guardrail: true };
  const start = message.indexOf('{');
  // In front of the JSON stands at most a code, as in "BAD_REQUEST: {…".
  if (start < 0 || !/^(?:[A-Z_]+:\s*)?$/.test(message.slice(0, start))) return undefined;
  const json = parseJson(message.slice(start));
  if (!isObject(json)) return undefined;
  return fromGuardrail(json) ?? fromProvider(json);
}

function fromProvider(json: JsonObject): InnerError | undefined {
  const name = nonEmpty(json['external_model_provider']);
  const inner = json['external_model_error'] ?? json['external_model_message'] ?? json;
  const text = innermostMessage(inner, 0);
  if (text === undefined) return undefined;
  const status = innerStatus(inner) ?? innerStatus(json);
  return {
    message: `${name ?? 'the model provider'} answered: ${text}`,
    provider: {
      message: text,
      ...(name === undefined ? {} : { name }),
      ...(status === undefined ? {} : { status }),
    },
    guardrail: false,
  };
}

/** Providers nest: `{error: {message}}`, `{error: "…"}`, `{message: "{\"message\": …}"}`, `{detail: …}`. */
function innermostMessage(value: unknown, depth: number): string | undefined {
  if (depth > 4) return undefined;
  if (typeof value === 'string') {
    const nested = parseJson(value);
    return isObject(nested) ? (innermostMessage(nested, depth + 1) ?? value) : nonEmpty(value);
  }
  if (!isObject(value)) return undefined;
  for (const key of ['error', 'message', 'detail', 'error_message', 'Message']) {
    const found = innermostMessage(value[key], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function innerStatus(value: unknown): number | undefined {
  if (!isObject(value)) return undefined;
  for (const key of ['status', 'status_code', 'code', 'http_status']) {
    const status = Number(value[key]);
    if (Number.isInteger(status) && status >= 400 && status < 600) return status;
  }
  return isObject(value['error']) ? innerStatus(value['error']) : undefined;
}

function fromGuardrail(json: JsonObject): InnerError | undefined {
  const side = json['input_guardrail'] === undefined ? 'output' : 'input';
  const findings: unknown = json[`${side}_guardrail`];
  const reason = nonEmpty(json['finishReason']) ?? nonEmpty(json['finish_reason']) ?? '';
  if (!Array.isArray(findings) && !reason.includes('guardrail')) return undefined;
  const found = (Array.isArray(findings) ? findings : []).filter(isObject).flatMap(guardrailFindings);
  const what = side === 'input' ? 'the request' : 'the answer';
  return {
    message: `the ${side} guardrail refused ${what}${found.length > 0 ? `: ${[...new Set(found)].join(', ')}` : ''}`,
    guardrail: true,
  };
}

/** Names only: what was flagged may itself be what must not be shown. */
function guardrailFindings(finding: JsonObject): string[] {
  const { categories, pii_detection, invalid_keywords, topic } = finding;
  const flagged = isObject(categories)
    ? Object.entries(categories).flatMap(([name, on]) => (on === true ? [name] : []))
    : [];
  return [
    ...flagged,
    ...(pii_detection === true ? ['personal data'] : []),
    ...(invalid_keywords === true ? ['invalid keywords'] : []),
    ...(typeof topic === 'string' ? [`topic "${topic}"`] : []),
  ];
}
