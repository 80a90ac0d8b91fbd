import type { Context } from '../../../context.ts';
import { ServectlError, UsageError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';

/** True where the text names a module rather than an expression: neither JMESPath nor JSON begins so. */
export const isModulePath = (text: string): boolean => /^(?:\.{0,2}\/|[A-Za-z]:[\\/])/.test(text);

/**
 * The function that `PATH#NAME` names, of a module that the user wrote; without a name, its default export. The path is taken
 * from the working directory. What the function throws is told with its file and name.
 * @throws UsageError where there is no such module, or nothing of that name in it, or what is there is no function
 * @throws ServectlError for a module that fails while it loads
 */
export async function loadFunction(
  context: Context,
  place: string,
  flag: string,
): Promise<(value: unknown) => Promise<unknown>> {
  const hash = place.lastIndexOf('#');
  const file = hash === -1 ? place : place.slice(0, hash);
  const name = hash === -1 ? 'default' : place.slice(hash + 1);
  const [path, url, fs] = await Promise.all([
    import('node:path'),
    import('node:url'),
    import('node:fs/promises'),
  ]);
  const absolute = path.resolve(context.host.cwd, file);
  const stats = await fs.stat(absolute).catch(() => undefined);
  if (stats?.isFile() !== true) {
    throw new UsageError(`${flag}: there is no file ${file}`, {
      hint: 'the path is taken from the working directory',
    });
  }
  const module = await importModule(url.pathToFileURL(absolute).href, file, flag);
  const found = Object.hasOwn(module, name) ? module[name] : undefined;
  const label = name === 'default' ? `the default export of ${file}` : `${name} of ${file}`;
  if (typeof found !== 'function') {
    const functions = Object.keys(module).filter((key) => typeof module[key] === 'function');
    throw new UsageError(
      `${flag}: there is no function ${name === 'default' ? label : `'${name}' in ${file}`}`,
      {
        hint:
          functions.length === 0 ? 'export one' : `it has ${functions.map((key) => `#${key}`).join(', ')}`,
      },
    );
  }
  return async (value) => {
    try {
      return await (found as (value: unknown) => unknown)(value);
    } catch (error) {
      throw failed(`${flag}: ${label} threw ${describe(error)}`, error);
    }
  };
}

type Module = Readonly<Record<string, unknown>>;

async function importModule(href: string, file: string, flag: string): Promise<Module> {
  try {
    const module = (await import(/* @vite-ignore */ href)) as Module;
    // What a CommonJS module exports stands under `default`, and beside it only as far as Node can tell without running it.
    return typeof module['default'] === 'object' ? { ...(module['default'] as Module), ...module } : module;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ERR_UNKNOWN_FILE_EXTENSION')) {
      throw new UsageError(`${flag}: ${file} is no module of JavaScript: ${describe(error)}`, {
        cause: error,
      });
    }
    throw failed(`${flag}: ${file} failed while it was loaded: ${describe(error)}`, error);
  }
}

const failed = (message: string, cause: unknown): ServectlError =>
  new ServectlError('TRANSFORM_FAILED', message, ExitCode.failure, { cause });

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** By name and not by class: a module may throw errors of another realm. */
const describe = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error
    ? `${'name' in error ? String(error.name) : 'Error'}: ${String(error.message)}`
    : String(error);
