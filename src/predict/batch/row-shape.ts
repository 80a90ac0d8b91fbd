import { UsageError } from '../../errors.ts';
import { buildRequest } from '../build-request.ts';
import { dialectOfBody, dialectOfTask, rowsKeys, type Dialect } from '../dialect.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { RequestForms } from '../request/forms.ts';
import { settingFields, stopFields } from '../request/settings.ts';
import { rowsBody, type RowsForm } from '../rows/rows-body.ts';
import type { AskRow, Grouping } from './call.ts';
import { embeddingGroups, rowGroups } from './groupings.ts';
import type { RowId } from './row-result.ts';

export interface ShapeOptions {
  /** What is told with every row. A field that a row has of its own stands. */
  readonly settings: Omit<
    RequestForms,
    'message' | 'prompt' | 'inputs' | 'rows' | 'data' | 'history' | 'images'
  >;
  /** Makes the body of a row; in place of all that is said below. */
  readonly transform?: (row: JsonObject) => Promise<JsonObject>;
  /** The prompts of LangChain's LLM, which `transform` takes together with their settings. */
  readonly isLlm: boolean;
  /** Rows are lines of a table: their columns are no fields of a body. */
  readonly isTable: boolean;
  /** The form in which rows go to a custom model. */
  readonly form: RowsForm;
  /** The most rows, or texts to embed, of one call. */
  readonly rowsPerCall: number;
  /** Whether a row's id goes along as `client_request_id`, where the endpoint knows that field. */
  readonly sendsIds: boolean;
  /** The endpoint's task, asked for when a row first needs it: undefined where nobody can tell. */
  readonly task: () => Promise<string | undefined>;
}

/** What a row asks with; without its place in the file. */
export type ShapedRow = Omit<AskRow, 'index'>;

export interface RowShaper {
  /** @throws UsageError for a row that cannot be asked with */
  shape(this: void, row: unknown): Promise<ShapedRow>;
}

/** A flag that rows of this kind cannot be told: no other row fares better. */
export class FlagsError extends UsageError {}

/**
 * Makes requests of rows. A row is, whichever fits first: `{custom_id, body}` as OpenAI's batches have it (or `id`); a whole
 * body, told by its `messages`, `prompt`, `input`, `inputs`, `instances` or `dataframe_…`, beside which an `id` stands for
 * itself; a text in `message`, and with a table in `prompt` or `input`, too, in the form that the task reads; else a row of
 * a custom model, its id included.
 */
export function createRowShaper(options: ShapeOptions): RowShaper {
  const { settings, rowsPerCall, transform } = options;
  const fieldsOf = memoised((dialect: Dialect | undefined): JsonObject => {
    try {
      const fields = { ...settingFields(settings, dialect), ...stopFields(settings.stop, dialect) };
      return { ...settings.params, ...fields };
    } catch (error) {
      throw error instanceof UsageError
        ? new FlagsError(error.message, error.hint === undefined ? {} : { hint: error.hint })
        : error;
    }
  });
  let rowGroup: Grouping | undefined;
  let textGroup: Grouping | undefined;
  let task: { readonly name: string | undefined } | undefined;

  const learnTask = async (): Promise<string | undefined> => (task ??= { name: await options.task() }).name;

  function complete(body: JsonObject, dialect: Dialect | undefined, id: RowId | undefined): JsonObject {
    const fields = fieldsOf(dialect);
    const isKnown = dialect === 'chat' || dialect === 'completions';
    return id !== undefined && options.sendsIds && isKnown
      ? { ...fields, client_request_id: String(id), ...body }
      : { ...fields, ...body };
  }

  async function shape(given: unknown): Promise<ShapedRow> {
    const row = typeof given === 'string' ? { message: given } : given;
    if (!isObject(row)) {
      throw new UsageError('a row is a JSON object, or a text', {
        hint: 'for example {"id": 1, "message": "hello"}',
      });
    }
    const id = idOf(row);
    const named = id === undefined ? {} : { id };
    if (transform) return { ...named, value: await transformed(transform, row, id) };
    if (isObject(row['body']) && Object.keys(row).every((key) => wrapping.has(key))) {
      return { ...named, value: complete(row['body'], dialectOfBody(row['body']), id) };
    }
    const own = isBody(row) && !options.isTable ? withoutId(row) : undefined;
    const dialect = own && dialectOfBody(own);
    // A text alone may be meant for any task.
    if (own && (dialect === 'chat' || dialect === 'rows' || dialect === 'responses')) {
      return { ...named, value: complete(own, dialect, id) };
    }
    const taskDialect = dialectOfTask(await learnTask());
    if (own) return { ...named, ...shapeText(own, taskDialect, id) };
    const text = taskDialect === 'rows' ? undefined : textOf(row, options.isTable);
    if (text === undefined) return { ...named, ...shapeRecord(row, taskDialect) };
    const extra = options.isTable ? {} : without(row, [...idKeys, text.key, 'system']);
    const body = buildRequest({ ...withSystem(row), message: text.text, task: task?.name });
    return { ...named, ...shapeText({ ...extra, ...body }, taskDialect ?? 'chat', id) };
  }

  /** A body of texts, in the form that the task reads where it says so. */
  function shapeText(body: JsonObject, dialect: Dialect | undefined, id: RowId | undefined): ShapedRow {
    const { prompt, input, ...rest } = body;
    if (
      typeof prompt === 'string' &&
      dialect !== undefined &&
      dialect !== 'completions' &&
      dialect !== 'rows'
    ) {
      const asked = buildRequest({ system: settings.system, message: prompt, task: task?.name });
      return { value: complete({ ...rest, ...asked }, dialect, id) };
    }
    if (dialect === 'embeddings' && typeof input === 'string' && rowsPerCall > 1 && isEmpty(rest)) {
      textGroup ??= embeddingGroups(rowsPerCall, fieldsOf(dialect));
      return { value: input, grouping: textGroup };
    }
    return { value: complete(body, dialectOfBody(body) ?? dialect, id) };
  }

  function shapeRecord(row: JsonObject, dialect: Dialect | undefined): ShapedRow {
    if (dialect !== undefined && dialect !== 'rows') {
      throw new UsageError(
        `the endpoint's task is ${task?.name ?? ''}, and the row has nothing to ask with`,
        {
          hint: 'a row has "message", "prompt", "input" or "messages"; --transform-input makes a body of any other',
        },
      );
    }
    if (rowsPerCall === 1) return { value: { ...fieldsOf('rows'), ...rowsBody([row], options.form) } };
    rowGroup ??= rowGroups(rowsPerCall, options.form, fieldsOf('rows'));
    return { value: row, grouping: rowGroup };
  }

  async function transformed(
    change: (row: JsonObject) => Promise<JsonObject>,
    row: JsonObject,
    id: RowId | undefined,
  ): Promise<JsonObject> {
    if (options.isLlm) return change({ ...fieldsOf('completions'), ...withoutId(row) });
    const body = await change(row);
    return complete(body, dialectOfBody(body) ?? dialectOfTask(await learnTask()), id);
  }

  const withSystem = (row: JsonObject): { readonly system?: string | undefined } =>
    typeof row['system'] === 'string' ? { system: row['system'] } : { system: settings.system };

  return { shape };
}

const idKeys = ['custom_id', 'id'] as const;

/** What stands beside the body in OpenAI's batches. */
const wrapping: ReadonlySet<string> = new Set([...idKeys, 'method', 'url', 'body']);

const bodyKeys = ['messages', 'prompt', 'input', ...rowsKeys] as const;

const isBody = (row: JsonObject): boolean => bodyKeys.some((key) => key in row);

function idOf(row: JsonObject): RowId | undefined {
  const id = row['custom_id'] ?? row['id'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

const withoutId = (row: JsonObject): JsonObject => without(row, idKeys);

const without = (row: JsonObject, keys: readonly string[]): JsonObject =>
  keys.some((key) => key in row)
    ? Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)))
    : row;

/** The column that holds what is asked. */
function textOf(
  row: JsonObject,
  isTable: boolean,
): { readonly key: string; readonly text: string } | undefined {
  for (const key of isTable ? ['message', 'prompt', 'input'] : ['message']) {
    const value = row[key];
    if (typeof value === 'string') return { key, text: value };
    // A column of numbers is read as such.
    if (typeof value === 'number' || typeof value === 'boolean') return { key, text: String(value) };
  }
  return undefined;
}

const isEmpty = (object: object): boolean => Object.keys(object).length === 0;

function memoised<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const found = made.get(key);
    if (found !== undefined) return found;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
