import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Each project is a surface: pure code, the client against any workspace, the command line in process, the built binary.
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'] } },
      { test: { name: 'commands', include: ['test/commands/**/*.test.ts'] } },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          globalSetup: ['test/golden/build.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
