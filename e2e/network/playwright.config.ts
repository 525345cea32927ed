import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './scenarios',
  testMatch: '*.scenario.ts',
  // Two scenarios at a time would measure each other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  globalTimeout: 15 * 60_000,
  reporter: [['list'], ['./report/reporter.ts']],
  outputDir: '../../.cache/network',
});
