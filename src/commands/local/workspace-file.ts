import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';

/**
 * The file of the embedded workspace that is meant: the target's, or where none is named the one of `--target local`.
 * Absolute, or `:memory:`.
 * @throws UsageError where the target is another kind of workspace
 */
export async function workspaceFile(context: Context): Promise<string> {
  const { host, globals } = context;
  const env = await context.env();
  const [{ defaultLocalPath }, path] = await Promise.all([import('../../target.ts'), import('node:path')]);
  const isNamed = (globals.target ?? env['SERVECTL_TARGET'] ?? '') !== '';
  if (!isNamed) return defaultLocalPath({ env, home: host.home, platform: host.platform });
  const target = await context.target();
  if (target.kind === 'local')
    return target.path === ':memory:' ? target.path : path.resolve(host.cwd, target.path);
  throw new UsageError('the target is not the embedded workspace', {
    hint: 'say --target local, or --target local:PATH for another file',
  });
}
