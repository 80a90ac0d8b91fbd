// Rolls the public types up into one declaration file an entry. Zod stays an import: the public types are Zod's.
import { rollup } from 'rollup';
import dts from 'rollup-plugin-dts';

const schemas = 'src/library/schemas.ts';
const entries = { index: 'src/index.ts', local: 'src/local-entry.ts', schemas };

export async function rollupTypes() {
  await Promise.all(Object.entries(entries).map(([name, input]) => rollupEntry(name, input)));
}

/** @param {string} name @param {string} input */
async function rollupEntry(name, input) {
  const bundle = await rollup({
    input,
    // Rolled into a namespace the schemas would lose their values: `export * as` keeps both where it names a file.
    external: (id, importer) =>
      /^(zod|node:)/.test(id) || (importer !== undefined && id.endsWith('/library/schemas.ts')),
    plugins: [dts({ tsconfig: 'tsconfig.json' })],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({
    file: `dist/${name}.d.ts`,
    format: 'es',
    paths: (id) => (id.endsWith(schemas) ? './schemas.js' : id),
  });
  await bundle.close();
}
