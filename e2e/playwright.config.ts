import { defineConfig, type ReporterDescription } from '@playwright/test';

const reportPath = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];
const jsonReport: ReporterDescription[] = reportPath ? [['json', { outputFile: reportPath }]] : [];

export default defineConfig({
  testDir: './tests',
  // Each test runs several browsers; two tests at a time would only starve each other.
  workers: 1,
  fullyParallel: false,
  // A test that passes at the second attempt has found a fault or is one.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...jsonReport],
  outputDir: '../.cache/e2e',
});
