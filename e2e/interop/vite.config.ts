import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Runs the conversations that need more than Node: see run.mjs. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'interop',
    environment: 'node',
    include: ['e2e/interop/**/*.interop.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
