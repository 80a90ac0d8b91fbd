/**
 * Commander loads `node:child_process` at once, and needs it only for subcommands that are programs of their own, which
 * servectl has none of. Loading it costs a start of the program 2 ms; this gives it to commander when it asks.
 * @type {import('esbuild').Plugin}
 */
export const lazyChildProcess = {
  name: 'lazy-child-process',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /node_modules[\\/]commander[\\/]/.test(importer)
        ? { path: 'child_process', namespace: 'lazy' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "module.exports = { get spawn() { return require('child_process').spawn; } };",
      resolveDir: '.',
    }));
  },
};
