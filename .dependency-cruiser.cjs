/**
 * Who may import whom. The layers and their reasons are in docs/architecture.md.
 * A rule reads: a file of this folder may import these folders of ours, and nothing else of ours.
 */
const layers = {
  http: ['errors.ts', 'exit-codes.ts', 'clock.ts'],
  auth: ['errors.ts', 'clock.ts', 'http'],
  client: ['errors.ts', 'exit-codes.ts', 'clock.ts', 'http'],
  manifest: ['errors.ts', 'diagnostics.ts'],
  plan: ['errors.ts'],
  apply: ['errors.ts', 'exit-codes.ts', 'diagnostics.ts', 'clock.ts', 'plan', 'client'],
  predict: [
    'errors.ts',
    'exit-codes.ts',
    'http/body-error.ts',
    'http/json-text.ts',
    'http/json-values.ts',
    'jmespath.ts',
  ],
  // What asks, over the pure rest of it.
  'predict/(?:batch|chat|invokers)': [
    'errors.ts',
    'exit-codes.ts',
    'clock.ts',
    'jmespath.ts',
    'http',
    'client',
    'predict',
  ],
  local: ['errors.ts', 'exit-codes.ts', 'clock.ts', 'http', 'version.ts'],
  output: ['errors.ts', 'exit-codes.ts', 'diagnostics.ts', 'jmespath.ts', 'plan', 'apply/events.ts'],
  terminal: ['errors.ts', 'clock.ts', 'host.ts', 'output'],
};

/** @param {string} layer @param {string[]} allowed */
const layerRule = (layer, allowed) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import only schemas and ${allowed.join(', ') || 'nothing else of ours'}`,
  severity: 'error',
  from: {
    path: `^src/${layer}/`,
    pathNot: Object.keys(layers)
      .filter((part) => part.startsWith(`${layer}/`))
      .map((part) => `^src/${part}/`),
  },
  to: {
    path: '^(src|schemas|bin)/',
    pathNot: [`^src/${layer}/`, '^schemas/', ...allowed.map((name) => `^src/${name.replace('.', '\\.')}`)],
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'schemas-import-zod-alone',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { pathNot: ['^schemas/', 'node_modules/zod'] },
    },
    {
      name: 'pure-core',
      comment: 'schemas, rules, plan and output take values and return values',
      severity: 'error',
      from: { path: '^(schemas|src/manifest/rules|src/plan|src/output)/' },
      to: {
        path: [
          'node_modules/(undici|chalk|ora|hono)',
          '^(node:)?(fs|os|net|http|https|child_process|process|tty)(/|$)',
        ],
      },
    },
    ...Object.entries(layers).map(([layer, allowed]) => layerRule(layer, allowed)),
    {
      name: 'not-unresolvable',
      comment: 'node:sqlite is there from Node 22.13 on; older ones load libsql in its place',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^node:sqlite$' },
    },
    {
      name: 'no-tests-in-src',
      severity: 'error',
      from: { path: '^(src|schemas)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
