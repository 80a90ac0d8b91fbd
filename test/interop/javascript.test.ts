import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { javascriptFolder } from './helpers/folders.ts';
import { serveGuides } from './helpers/guide-workspace.ts';
import { installedJavaScript } from './helpers/javascript.ts';
import { succeed } from './helpers/started.ts';
import type { ServedWorkspace } from './helpers/workspace.ts';

/** Each file is run by Node's own test runner, among the packages that it imports, and fails with what that prints. */
describe('the JavaScript clients', () => {
  let workspace: ServedWorkspace;
  beforeAll(async () => {
    workspace = await serveGuides();
  });
  afterAll(() => workspace.stop());

  const files = readdirSync(javascriptFolder).filter((name) => name.endsWith('.test.mjs'));
  it.each(files)('%s', async (file) => {
    await succeed(process.execPath, ['--test', join(installedJavaScript, file)], { env: workspace.env });
  });
});
