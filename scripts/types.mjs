// Rolls the public types up into one declaration file an entry. Zod stays an import: the public types are Zod's.
import { rollup } from 'rollup';
import dts from 'rollup-plugin-dts';

const entries = { index: 'src/index.ts', local: 'src/local-entry.ts' };

export async function rollupTypes() {
  await Promise.all(Object.entries(entries).map(([name, input]) => rollupEntry(name, input)));
}

/** @param {string} name @param {string} input */
async function rollupEntry(name, input) {
  const bundle = await rollup({
    input,
    external: [/^zod/, /^node:/],
    plugins: [dts({ tsconfig: 'tsconfig.json' })],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({ file: `dist/${name}.d.ts`, format: 'es' });
  await bundle.close();
}
