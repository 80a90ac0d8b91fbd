import { isObject, nonEmpty, parseJson, type JsonObject } from './json-values.ts';
import { codeOfStatus, reasonOf } from './status.ts';

/** What an error body says, whichever of the forms in use it has. */
export interface ErrorBody {
  /** The server's own code; the status in upper snake case where it gives none. */
  readonly code: string;
  readonly message: string;
  readonly details: readonly unknown[];
}

/**
 * Reads an error body. In use, and understood: the envelope `{error_code, message, details}`, with a string or a number;
 * `{error: "…"}` of API 1.2; `{error: {message, type, code}}` of OpenAI; SCIM's `{detail, status, scimType}`; FastAPI's
 * `{detail}`, a string or a list of `{loc, msg}`; `CODE: text`; an HTML page; nothing at all.
 */
export function parseErrorBody(text: string, status: number): ErrorBody {
  const body = text.trim();
  const json = parseJson(body);
  const form = isObject(json) ? fromJson(json, status) : fromText(body);
  const code = form.code ?? codeOfStatus(status);
  return {
    code,
    message: stripCode(form.message ?? reasonOf(status).toLowerCase(), code),
    details: isObject(json) && Array.isArray(json['details']) ? json['details'] : [],
  };
}

interface Form {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

function fromJson(json: JsonObject, status: number): Form {
  const { error, detail } = json;
  if (isObject(error)) {
    return {
      code: errorCode(error['code']) ?? errorCode(error['type']) ?? errorCode(json['error_code']),
      message: nonEmpty(error['message']) ?? nonEmpty(json['message']),
    };
  }
  if (detail !== undefined && json['message'] === undefined) return fromDetail(json, status);
  return {
    code: errorCode(json['error_code']) ?? errorCode(json['code']),
    message: nonEmpty(error) ?? nonEmpty(json['message']) ?? nonEmpty(json['Message']),
  };
}

/** SCIM says `detail: "null"` where it has nothing to say; FastAPI lists what does not validate. */
function fromDetail({ detail, scimType, schemas }: JsonObject, status: number): Form {
  if (scimType !== undefined || schemas !== undefined || detail === 'null') {
    const message = detail === 'null' ? undefined : nonEmpty(detail);
    const type = nonEmpty(scimType);
    return {
      code: `SCIM_${String(status)}`,
      message: [type, message ?? 'the SCIM service failed'].filter(Boolean).join(': '),
    };
  }
  if (Array.isArray(detail)) return { message: detail.map(validationMessage).join('; ') };
  if (isObject(detail))
    return {
      code: errorCode(detail['error_code']),
      message: nonEmpty(detail['message']) ?? JSON.stringify(detail),
    };
  return { message: nonEmpty(detail) };
}

function validationMessage(finding: unknown): string {
  if (!isObject(finding)) return String(finding);
  const place = Array.isArray(finding['loc']) ? finding['loc'].map(String).join('.') : '';
  const message = nonEmpty(finding['msg']) ?? JSON.stringify(finding);
  return place === '' ? message : `${place}: ${message}`;
}

/** Some services put the HTTP status, a number, where the code belongs: that names nothing. */
function errorCode(value: unknown): string | undefined {
  if (typeof value === 'number') return value >= 400 && value < 600 ? codeOfStatus(value) : String(value);
  return nonEmpty(value);
}

function fromText(body: string): Form {
  const coded = /^([A-Z][A-Z_]+): ([\s\S]+)$/.exec(body);
  if (coded) return { code: coded[1], message: coded[2] };
  if (body.startsWith('<')) {
    const page = /<pre[^>]*>([\s\S]*?)<\/pre>/i.exec(body) ?? /<title[^>]*>([\s\S]*?)<\/title>/i.exec(body);
    return { message: nonEmpty(plain(page?.[1] ?? '')) };
  }
  return { message: nonEmpty(body.slice(0, 2000)) };
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name] ?? ' ')
    .replace(/\s+/g, ' ');

/** Messages often begin with their own code once more. */
const stripCode = (message: string, code: string): string =>
  message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
