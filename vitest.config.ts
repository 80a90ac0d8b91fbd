import { defineConfig } from 'vitest/config';

/** A machine that does other things meanwhile takes its time. */
const testTimeout = 30_000;

export default defineConfig({
  test: {
    // Each project is a surface: pure code, the client against any workspace, the command line in process, the built binary.
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout } },
      { test: { name: 'commands', include: ['test/commands/**/*.test.ts'], testTimeout } },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          globalSetup: ['test/golden/build.ts'],
          testTimeout,
        },
      },
    ],
  },
});
