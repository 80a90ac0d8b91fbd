import { UsageError } from '../../errors.ts';
import { isObject, type JsonObject } from '../json.ts';

/**
 * Tools in chat's form, from any of those they are written in: a list, one alone, `{tools: […]}`; each as
 * `{type: "function", function: {…}}`, as the bare function, flat as the Responses API has it, or with an `input_schema` as
 * Anthropic does. Tools of other types (`web_search`, `mcp`, …) stay as they are.
 * @throws UsageError where something among them is no tool, or two have one name
 */
export function readTools(value: unknown): readonly JsonObject[] {
  const list: unknown = isObject(value) ? (value['tools'] ?? [value]) : value;
  if (!Array.isArray(list) || list.length === 0) {
    throw new UsageError('the tools are no list of functions', { hint: form });
  }
  const tools = list.map(readTool);
  const names = tools.map(functionName).filter((name) => name !== undefined);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new UsageError(`two tools have the name '${twice}'`);
  return tools;
}

const form = 'a tool is {"name": …, "description": …, "parameters": {JSON schema}}';

function readTool(tool: unknown, at: number): JsonObject {
  if (!isObject(tool)) throw noTool(at);
  const { type, function: nested, ...flat } = tool;
  if (type !== undefined && type !== 'function') return tool;
  const { input_schema, ...called } = isObject(nested) ? nested : flat;
  if (typeof called['name'] !== 'string' || called['name'] === '') throw noTool(at);
  const parameters = input_schema === undefined ? {} : { parameters: input_schema };
  return { type: 'function', function: { ...called, ...parameters } };
}

const noTool = (at: number): UsageError =>
  new UsageError(`tool ${at + 1} has no name of a function`, { hint: form });

const functionName = ({ function: called }: JsonObject): string | undefined =>
  isObject(called) && typeof called['name'] === 'string' ? called['name'] : undefined;

/** Chat's tools as the Responses API has them: the function's fields stand beside the type. */
export const flatTools = (tools: readonly JsonObject[]): readonly JsonObject[] =>
  tools.map((tool) => (isObject(tool['function']) ? { type: 'function', ...tool['function'] } : tool));

const modes: readonly unknown[] = ['auto', 'none', 'required'];

/**
 * The `tool_choice` that names a mode, or one of `tools`.
 * @throws UsageError where no tool has that name
 */
export function toolChoice(
  choice: unknown,
  tools: readonly JsonObject[] | undefined,
  form: 'chat' | 'responses',
): unknown {
  if (typeof choice !== 'string' || modes.includes(choice)) return choice;
  const names = (tools ?? []).map(functionName).filter((name) => name !== undefined);
  if (tools !== undefined && !names.includes(choice)) {
    throw new UsageError(`no tool has the name '${choice}'`, {
      hint: `auto, none, required, or one of ${names.join(', ')}`,
    });
  }
  return form === 'chat'
    ? { type: 'function', function: { name: choice } }
    : { type: 'function', name: choice };
}
