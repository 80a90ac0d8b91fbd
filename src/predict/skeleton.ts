import { dialectOfTask, rowsKeys, type Dialect, type RowsKey } from './dialect.ts';
import { isObject, type JsonObject, objectsOf } from './json.ts';
import { schemaExample } from './schema-example.ts';

/** What is asked with, where the endpoint's schema gives no example of it. */
const questions: Readonly<Record<Exclude<Dialect, 'rows'>, JsonObject>> = {
  chat: { messages: [{ role: 'user', content: 'Hello' }] },
  'chat-agent': { messages: [{ role: 'user', content: 'Hello' }] },
  responses: { input: [{ role: 'user', content: 'Hello' }] },
  completions: { prompt: 'Once upon a time' },
  embeddings: { input: ['Hello'] },
};

export interface SkeletonOptions {
  /** The endpoint's task; undefined where it is not known. */
  readonly task?: string | undefined;
  /** Which of the four forms of rows a custom model is asked in. Default: the first that its schema has. */
  readonly rowsKey?: RowsKey | undefined;
}

/**
 * A request body to start from, by the endpoint's OpenAPI document: examples and defaults where it has them, else a value
 * of each field's type; a custom model gets one row with its columns. What a document doesn't tell, the task does.
 * @param openapi the answer of `GET …/openapi`; anything else counts as a document that tells nothing
 */
export function requestSkeleton(openapi: unknown, { task, rowsKey }: SkeletonOptions = {}): JsonObject {
  const dialect = dialectOfTask(task);
  const question = dialect === undefined || dialect === 'rows' ? {} : questions[dialect];
  const schema = requestSchema(openapi, rowsKey);
  if (schema === undefined) {
    return dialect === undefined || dialect === 'rows'
      ? { [rowsKey ?? 'dataframe_records']: [{}] }
      : question;
  }
  const example = schemaExample(schema, openapi);
  const body = isObject(example) ? example : {};
  // A schema says that a role is a text; only the task knows which.
  const asked = Object.entries(question).filter(
    ([key]) => !hasOwnExample(schema, key) || !Object.hasOwn(body, key),
  );
  return { ...body, ...Object.fromEntries(asked) };
}

const hasOwnExample = (schema: JsonObject, key: string): boolean => {
  const { example, examples, properties } = schema;
  const property = isObject(properties) ? properties[key] : undefined;
  return (
    (isObject(example) && key in example) ||
    objectsOf(examples).some((one) => key in one) ||
    (isObject(property) && ('example' in property || 'examples' in property))
  );
};

/** The schema of the body of the document's invocations; of several forms the one with `rowsKey`, else the first known. */
function requestSchema(openapi: unknown, rowsKey: RowsKey | undefined): JsonObject | undefined {
  const paths = isObject(openapi) && isObject(openapi['paths']) ? Object.entries(openapi['paths']) : [];
  const [, path] = paths.find(([name]) => name.endsWith('/invocations')) ?? paths[0] ?? [];
  const schema = at(path, 'post', 'requestBody', 'content', 'application/json', 'schema');
  if (!isObject(schema)) return undefined;
  const forms = [schema['oneOf'], schema['anyOf']].flatMap(objectsOf);
  const has = (form: JsonObject, key: string): boolean =>
    isObject(form['properties']) && key in form['properties'];
  const keys = rowsKey === undefined ? rowsKeys : [rowsKey];
  const chosen = keys.map((key) => forms.find((form) => has(form, key))).find((form) => form !== undefined);
  if (chosen !== undefined) return chosen;
  // Where a form is asked for that the endpoint does not list, it is not made up.
  return rowsKey === undefined || has(schema, rowsKey) ? (forms[0] ?? schema) : undefined;
}

const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce((inner: unknown, key) => (isObject(inner) ? inner[key] : undefined), value);
