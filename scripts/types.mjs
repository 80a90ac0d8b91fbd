// Rolls the public types up into one declaration file an entry. Zod stays an import: the public types are Zod's.
import { rollup } from 'rollup';
import dts from 'rollup-plugin-dts';

const entries = { index: 'src/index.ts', local: 'src/local-entry.ts' };

export async function rollupTypes() {
  const bundle = await rollup({
    input: entries,
    external: [/^zod/, /^node:/, 'hono', 'libsql'],
    plugins: [dts({ tsconfig: 'tsconfig.json' })],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'lib/[name].d.ts',
  });
  await bundle.close();
}
