import { defineConfig } from 'vitest/config';

/** Real clients of other makers against `servectl local serve`: `npm run test:interop`. */
export default defineConfig({
  test: {
    name: 'interop',
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/interop/**/*.test.ts'],
    globalSetup: ['test/interop/helpers/prepare.ts'],
    // Importing a client takes seconds.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
